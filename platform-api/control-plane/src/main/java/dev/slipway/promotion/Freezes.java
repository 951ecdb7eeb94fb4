package dev.slipway.promotion;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.slipway.flow.Flows;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseKind;
import dev.slipway.rollout.ReleaseQuery;
import dev.slipway.rollout.ReleaseStore;
import org.jspecify.annotations.Nullable;

/** Says when an environment is frozen, by the settings and by operators. */
public final class Freezes {

	private static final int LIVE = 1_000;

	private final RuleBook rules;

	private final FreezeStore store;

	private final ReleaseStore releases;

	private final Flows flows;

	private final FreezeListener listener;

	private final Clock clock;

	public Freezes(RuleBook rules, FreezeStore store, ReleaseStore releases, Flows flows, FreezeListener listener,
			Clock clock) {
		this.rules = rules;
		this.store = store;
		this.releases = releases;
		this.flows = flows;
		this.listener = listener;
		this.clock = clock;
	}

	/** Whether and until when an environment is frozen. */
	public Optional<Frozen> at(String environment, Instant now) {
		List<Freeze> freezes = new ArrayList<>(this.rules.of(environment).freezes());
		this.store.open(environment, now).stream().map(AdHocFreeze::freeze).forEach(freezes::add);
		return Frozen.at(now, freezes);
	}

	/** The same now. */
	public Optional<Frozen> now(String environment) {
		return at(environment, this.clock.instant());
	}

	/** Those that operators made, the newest first. */
	public List<AdHocFreeze> list(String environment, int limit) {
		return this.store.list(environment, limit);
	}

	/** Those of the settings. */
	public List<Freeze> configured(String environment) {
		return this.rules.of(environment).freezes();
	}

	/**
	 * Begins one, now or later.
	 * @param from null for now
	 * @throws IllegalArgumentException when it would end before it begins or has ended
	 */
	public AdHocFreeze begin(String environment, @Nullable Instant from, @Nullable Instant to, String reason,
			boolean refuses, String by) {
		Instant now = this.clock.instant();
		Instant begins = (from != null) ? from : now;
		if (to != null && !to.isAfter(now)) {
			throw new IllegalArgumentException("A freeze has to end after now");
		}
		AdHocFreeze freeze = new AdHocFreeze(0, environment, begins, to, reason, refuses, by, now, null);
		freeze.freeze();
		return this.store.add(freeze, this.listener::begun);
	}

	/**
	 * Ends one before its time.
	 * @return false when it had ended
	 */
	public boolean end(AdHocFreeze freeze, String by) {
		boolean ended = this.store.end(freeze.id(), this.clock.instant(), by);
		wake(freeze.environment());
		return ended;
	}

	/** Finds one that an operator made. */
	public Optional<AdHocFreeze> find(String environment, long id) {
		return this.store.find(environment, id);
	}

	/** Those that wait look again. */
	private void wake(String environment) {
		for (Release release : this.releases.find(new ReleaseQuery(true, null, null), LIVE)) {
			if (release.draft().environment().equals(environment)) {
				this.flows.wake(ReleaseKind.NAME, release.plan().flowId());
			}
		}
	}

}
