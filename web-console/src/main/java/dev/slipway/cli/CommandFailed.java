package dev.slipway.cli;

/**
 * A command could not do what it was asked; the message is for the person at the
 * terminal.
 */
public class CommandFailed extends RuntimeException {

	public CommandFailed(String message) {
		super(message);
	}

	public CommandFailed(String message, Throwable cause) {
		super(message, cause);
	}

}
