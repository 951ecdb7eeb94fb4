package dev.slipway.flow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The loop of one flow: <em>load, observe, next, save, act</em> until a tick changes
 * nothing, then <em>reschedule</em>. It keeps the lease in between, so that no tick needs
 * more than two commits; <em>observe, next</em> goes on before the save while there is
 * nothing to do. It has no threads of its own.
 */
final class Ticker {

	/** After so many ticks in a row other flows get their turn. */
	private static final int TURN = 100;

	/** So many states are saved together at most. */
	private static final int STRIDE = 8;

	/** Whoever asks for a longer pause is asked again after this one. */
	private static final Duration MOST_ASKED = Duration.ofMinutes(5);

	private static final System.Logger log = System.getLogger(Ticker.class.getName());

	private final FlowStore store;

	private final States states;

	private final Map<String, FlowKind<?, ?, ?>> kinds;

	private final String owner;

	private final DriverSettings settings;

	private final Clock clock;

	private final Map<FlowKey, Lease> leases = new ConcurrentHashMap<>();

	/** Flows whose world changed since they looked at it last. */
	private final Set<FlowKey> hinted = ConcurrentHashMap.newKeySet();

	Ticker(FlowStore store, StateCodec codec, Map<String, FlowKind<?, ?, ?>> kinds, String owner,
			DriverSettings settings, Clock clock) {
		this.store = store;
		this.states = new States(codec);
		this.kinds = Map.copyOf(kinds);
		this.owner = owner;
		this.settings = settings;
		this.clock = clock;
	}

	/** Lets the flow's next run, or the one that is under way, look once more. */
	void hint(FlowKey key) {
		if (this.kinds.containsKey(key.kind())) {
			this.hinted.add(key);
		}
	}

	/**
	 * Ticks a flow until it sleeps, if it is due or was hinted at, and free.
	 * @return when it is due next, as far as known
	 */
	Optional<Instant> run(FlowKey key) {
		FlowKind<?, ?, ?> kind = this.kinds.get(key.kind());
		Instant now = this.clock.instant();
		Instant until = now.plus(this.settings.lease());
		boolean early = this.hinted.remove(key);
		if (kind == null || !claim(key, early, now, until)) {
			return Optional.empty();
		}
		Lease lease = new Lease(key, until);
		this.leases.put(key, lease);
		try {
			return Optional.ofNullable(turn(kind, lease));
		}
		finally {
			this.leases.remove(key);
		}
	}

	private boolean claim(FlowKey key, boolean early, Instant now, Instant until) {
		return early ? this.store.claimEarly(key, this.owner, now, until)
				: this.store.claim(key, this.owner, now, until);
	}

	/** Extends the leases of the flows that tick now. */
	void heartbeat() {
		for (Lease lease : this.leases.values()) {
			Instant until = this.clock.instant().plus(this.settings.lease());
			if (this.store.renew(lease.key(), this.owner, until)) {
				lease.extend(until);
			}
			else {
				lease.lose();
			}
		}
	}

	private @Nullable Instant turn(FlowKind<?, ?, ?> kind, Lease lease) {
		for (int i = 0; i < TURN; i++) {
			Optional<StoredFlow> loaded = this.store.load(lease.key(), this.owner);
			if (loaded.isEmpty()) {
				return null;
			}
			Outcome outcome = attempt(kind, loaded.get(), lease);
			if (!outcome.again()) {
				return outcome.dueAt();
			}
		}
		this.store.release(lease.key(), this.owner);
		return this.clock.instant();
	}

	private Outcome attempt(FlowKind<?, ?, ?> kind, StoredFlow loaded, Lease lease) {
		try {
			return tick(kind, loaded, lease);
		}
		catch (InterruptedException ex) {
			this.store.release(lease.key(), this.owner);
			Thread.currentThread().interrupt();
			return Outcome.asleep(null);
		}
		catch (Exception ex) {
			return Outcome.asleep(backOff(loaded, ex));
		}
	}

	private <S, O, A> Outcome tick(FlowKind<S, O, A> kind, StoredFlow loaded, Lease lease) throws Exception {
		Walk<S, O, A> walk = walk(kind, loaded);
		FlowView<S> view = walk.view();
		Step<S, A> step = walk.step();
		if (!walk.states().isEmpty() && !this.store.save(loaded, this.owner, walk.states())) {
			// Overtaken, which the next load tells, or something else is desired now.
			return Outcome.AGAIN;
		}
		walk.seen().forEach((seen) -> kind.tell(seen.view(), seen.observation()));
		for (A action : step.actions()) {
			if (!lease.holds(this.clock.instant())) {
				return Outcome.asleep(null);
			}
			kind.act(view, walk.observation(), action);
		}
		if (walk.moved() && step.wakeAfter() != null) {
			return Outcome.AGAIN;
		}
		if (this.hinted.remove(loaded.key())) {
			return Outcome.AGAIN;
		}
		Instant dueAt = dueAt(view, step);
		return this.store.sleep(loaded, this.owner, dueAt) ? Outcome.asleep(dueAt) : Outcome.AGAIN;
	}

	/**
	 * Goes from state to state until there is something to do or nothing changes: states
	 * between which nothing is done, neither by acting nor by looking, are saved
	 * together. When one cannot be observed, those before it are saved.
	 */
	private <S, O, A> Walk<S, O, A> walk(FlowKind<S, O, A> kind, StoredFlow loaded) throws Exception {
		List<FlowStore.Saved> states = new ArrayList<>();
		List<Seen<S, O>> seen = new ArrayList<>();
		FlowView<S> view = loaded.view(this.states.read(kind, loaded));
		try {
			while (true) {
				O observation = kind.observe(view);
				seen.add(new Seen<>(view, observation));
				Step<S, A> step = kind.next(view.state(), observation, this.clock.instant());
				boolean moved = !step.state().equals(view.state());
				if (moved) {
					FlowStore.Saved next = saved(kind, loaded.key(), step);
					states.add(next);
					view = after(view, step.state(), next);
				}
				if (!moved || !step.actions().isEmpty() || step.wakeAfter() == null || states.size() == STRIDE
						|| kind.observingStarts(view.state())) {
					return new Walk<>(view, observation, step, moved, states, seen);
				}
			}
		}
		catch (Exception ex) {
			if (!states.isEmpty() && this.store.save(loaded, this.owner, states)) {
				seen.forEach((one) -> kind.tell(one.view(), one.observation()));
			}
			throw ex;
		}
	}

	private <S, A> FlowStore.Saved saved(FlowKind<S, ?, A> kind, FlowKey key, Step<S, A> step) {
		String name = step.state().getClass().getSimpleName();
		String reason = (step.reason() != null) ? step.reason() : "Became " + name;
		boolean ended = step.wakeAfter() == null;
		return new FlowStore.Saved(this.states.write(kind, key, step.state(), ended), name, ended, reason,
				this.clock.instant());
	}

	/** What was just saved, so that actions carry the terminal state's epoch. */
	private static <S> FlowView<S> after(FlowView<S> before, S state, FlowStore.Saved saved) {
		return new FlowView<>(before.id(), state, before.version() + 1, before.epoch() + (saved.ended() ? 1 : 0),
				before.desire(), before.desiredBy(), before.desireVersion(), before.startedAt(), saved.at(),
				saved.ended(), null);
	}

	/** A flow that has ended rests as soon as it has nothing left to do. */
	private @Nullable Instant dueAt(FlowView<?> view, Step<?, ?> step) {
		Duration wait = step.wakeAfter();
		if (wait == null && !view.ended()) {
			throw new IllegalStateException(
					"The state " + step.state() + " is not terminal, so its step must say when to look again");
		}
		if (wait != null && !(view.ended() && step.actions().isEmpty())) {
			return this.clock.instant().plus(wait);
		}
		return null;
	}

	private Instant backOff(StoredFlow loaded, Exception ex) {
		int failures = loaded.failures() + 1;
		Duration own = this.settings.retryAfter(failures);
		Duration asked = RetryAfter.Asked.of(ex);
		Duration wait = (asked.compareTo(MOST_ASKED) < 0) ? asked : MOST_ASKED;
		boolean longer = wait.compareTo(own) > 0;
		Instant retryAt = this.clock.instant().plus(longer ? wait : own);
		String message = ((ex.getMessage() != null) ? ex.getMessage() : ex.getClass().getSimpleName())
				+ (longer ? "; tries again after " + wait.toSeconds() + " s, as it was asked to" : "");
		String line = "Flow " + loaded.key() + " failed (" + failures + " in a row), tries again at " + retryAt + ": ";
		if (failures == 1) {
			log.log(System.Logger.Level.WARNING, line + message, ex);
		}
		else {
			log.log(System.Logger.Level.WARNING, line + message);
		}
		this.store.fail(loaded, this.owner, message, retryAt);
		return retryAt;
	}

	/**
	 * Where a tick has come to.
	 *
	 * @param moved whether the last step was to another state
	 * @param states to be saved
	 * @param seen what was observed on the way, told when it is saved
	 */
	private record Walk<S, O, A>(FlowView<S> view, O observation, Step<S, A> step, boolean moved,
			List<FlowStore.Saved> states, List<Seen<S, O>> seen) {
	}

	private record Seen<S, O>(FlowView<S> view, O observation) {
	}

	private record Outcome(boolean again, @Nullable Instant dueAt) {

		static final Outcome AGAIN = new Outcome(true, null);

		static Outcome asleep(@Nullable Instant dueAt) {
			return new Outcome(false, dueAt);
		}

	}

}
