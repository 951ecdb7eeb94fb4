package dev.slipway.analysis.adapter;

import java.time.Clock;
import java.time.Duration;

import dev.slipway.rollout.ReleaseJournal;
import dev.slipway.rollout.ReleaseStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers the evidence of releases that ended without: the platform died just then, or a
 * store did not answer.
 */
final class MissedEvidence {

	private static final Logger logger = LoggerFactory.getLogger(MissedEvidence.class);

	/** What logs and metrics still know. */
	private static final Duration BACK = Duration.ofDays(1);

	private static final int MOST = 100;

	private final ReleaseJournal journal;

	private final ReleaseStore store;

	private final EndOfRelease end;

	private final Clock clock;

	MissedEvidence(ReleaseJournal journal, ReleaseStore store, EndOfRelease end, Clock clock) {
		this.journal = journal;
		this.store = store;
		this.end = end;
		this.clock = clock;
	}

	/** Gathers what is missing; what is there stays as it is. */
	void gather() {
		try {
			this.journal.lacking(EndOfRelease.NAME, this.clock.instant().minus(BACK), MOST)
				.forEach((one) -> this.store.find(one.service(), one.environment(), one.number())
					.ifPresent((release) -> this.end.tell(release, one.endedAt())));
		}
		catch (RuntimeException ex) {
			logger.warn("Missing evidence could not be looked for; the next try follows", ex);
		}
	}

}
