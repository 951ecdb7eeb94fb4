package dev.slipway.access;

/** The actor is known but may not do this. Answered as 403. */
public class AccessDenied extends RuntimeException {

	public AccessDenied(String message) {
		super(message);
	}

}
