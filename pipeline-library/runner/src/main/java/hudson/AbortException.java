package hudson;

import java.io.IOException;

/**
 * A step failed for a reason that its message tells; by this name a Jenkinsfile may catch
 * it.
 */
public class AbortException extends IOException {

	private static final long serialVersionUID = 1L;

	public AbortException(String message) {
		super(message);
	}

}
