package dev.slipway.jenkins;

import dev.slipway.pipeline.BuildServerAway;
import org.jspecify.annotations.Nullable;

/**
 * A Jenkins that did not do what it was asked: what is wrong, as an operator understands
 * it, and how to mend it.
 */
public final class JenkinsTrouble extends BuildServerAway {

	private final Kind kind;

	private final boolean passing;

	private final int status;

	public JenkinsTrouble(Kind kind, String message, String remedy, boolean passing, int status,
			@Nullable Throwable cause) {
		super(message, remedy, cause);
		this.kind = kind;
		this.passing = passing;
		this.status = status;
	}

	public Kind kind() {
		return this.kind;
	}

	/**
	 * Whether it may go by itself: a restart, a lost connection. Then nothing that is
	 * known of Jenkins is wrong, only not to be confirmed now.
	 */
	public boolean transientFault() {
		return this.passing;
	}

	@Override
	public boolean mayPass() {
		return Away.is(this);
	}

	/** The status of the answer; 0 when there was none. */
	public int status() {
		return this.status;
	}

	/** What can be wrong. */
	public enum Kind {

		/** No connection: the address, a firewall, or it is down. */
		UNREACHABLE,

		/** It took the question and did not answer in time. */
		TIMEOUT,

		/** 401: the user, password or token is not believed. */
		UNAUTHORIZED,

		/** 403: a permission is missing. */
		FORBIDDEN,

		/** 404: not there, or not to be seen by our user. */
		NOT_FOUND,

		/** Something answers that is no Jenkins, such as a proxy. */
		NOT_JENKINS,

		/** It sends to a page for people to sign in. */
		LOGIN_PAGE,

		/** 503: it starts, or is about to restart. */
		STARTING,

		/** It failed, or gave an answer that cannot be used. */
		FAILED

	}

}
