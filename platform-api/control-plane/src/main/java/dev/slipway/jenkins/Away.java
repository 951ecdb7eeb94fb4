package dev.slipway.jenkins;

import dev.slipway.jenkins.JenkinsTrouble.Kind;

/** What a trouble means to who follows builds. */
public final class Away {

	private Away() {
	}

	/**
	 * Whether Jenkins as a whole cannot be asked now. Else it has answered, and will not
	 * do this one thing. While it restarts a good token is refused, too.
	 */
	public static boolean is(JenkinsTrouble trouble) {
		Kind kind = trouble.kind();
		return trouble.transientFault() || kind != Kind.FORBIDDEN && kind != Kind.NOT_FOUND && kind != Kind.FAILED;
	}

}
