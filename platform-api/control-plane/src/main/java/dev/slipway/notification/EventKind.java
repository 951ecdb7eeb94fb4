package dev.slipway.notification;

import java.util.Locale;

/** What can be told. */
public enum EventKind {

	/** A release began. */
	RELEASE_STARTED,
	/** A release became the stable one. */
	RELEASE_PROMOTED,
	/** A release was taken back because it did not hold. */
	RELEASE_FAILED,
	/** A release was taken back because somebody or a newer one wanted so. */
	RELEASE_ABORTED,
	/** A promoted release was taken back. */
	RELEASE_ROLLED_BACK,
	/** Somebody has to approve a promotion. */
	APPROVAL_WANTED,
	/** An operator froze an environment. */
	FREEZE_BEGUN,
	/** A build failed. */
	BUILD_FAILED,
	/** Somebody tries a channel. */
	TEST;

	/** Its name in what is sent, such as {@code release.failed}. */
	public String wire() {
		return name().toLowerCase(Locale.ROOT).replaceFirst("_", ".").replace('_', '-');
	}

}
