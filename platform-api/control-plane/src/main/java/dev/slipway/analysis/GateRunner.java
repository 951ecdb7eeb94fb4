package dev.slipway.analysis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.slipway.observability.Origin;
import dev.slipway.rollout.Gate;
import dev.slipway.rollout.Gates;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.rollout.Release;
import dev.slipway.strategy.GateSpec;
import dev.slipway.strategy.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Asks the gates of live releases in their own time, keeps what they said last, and wakes
 * a release when one of them has something new to say.
 */
public final class GateRunner implements Gates {

	/** Who did not ask for so long is woken to ask again. */
	private static final Duration QUIET = Duration.ofMinutes(2);

	/** A forecast is waited for no longer. */
	private static final Duration FORESEEN = Duration.ofSeconds(1);

	private final Map<String, Gate> gates = new TreeMap<>();

	private final Map<String, LiveRelease> live = new ConcurrentHashMap<>();

	private final Function<Release, List<GateSpec>> guardRails;

	private final Executor executor;

	private final Consumer<String> wake;

	private final Consumer<Release> ended;

	private final RailMemory memory;

	private final Clock clock;

	/**
	 * Creates one that asks nothing yet.
	 * @param guardRails the guard rails of a release
	 * @param executor where gates look; may refuse when it has too much to do
	 * @param wake wakes a release by the id of its flow
	 * @param ended told of releases that have ended
	 * @param memory keeps since when guard rails are watched
	 */
	GateRunner(Collection<Gate> gates, Function<Release, List<GateSpec>> guardRails, Executor executor,
			Consumer<String> wake, Consumer<Release> ended, RailMemory memory, Clock clock) {
		gates.forEach((gate) -> this.gates.put(gate.kind(), gate));
		this.guardRails = guardRails;
		this.executor = executor;
		this.wake = wake;
		this.ended = ended;
		this.memory = memory;
		this.clock = clock;
	}

	@Override
	public Map<String, Reading> look(Release release, @Nullable Release stable, Stage stage, Instant since) {
		Instant now = this.clock.instant();
		return live(release, now).gates(stage.number(), since, now,
				() -> stage.gates()
					.stream()
					.filter((spec) -> !spec.kind().equals(ApprovalGate.KIND))
					.map((spec) -> asked(new Gate.Call(release, stable, spec, stage, since, now), false))
					.toList());
	}

	@Override
	public @Nullable Reading tripped(Release release, @Nullable Release stable, Stage stage, Instant since) {
		Instant now = this.clock.instant();
		List<GateSpec> specs = this.guardRails.apply(release);
		if (specs.isEmpty()) {
			return null;
		}
		return live(release, now)
			.rails(stage.number(), now,
					() -> specs.stream()
						.map((spec) -> asked(new Gate.Call(release, stable, spec, stage, since, now), true))
						.toList())
			.stream()
			.filter((rail) -> rail.reading().conclusion() == Conclusion.FAILED)
			.findFirst()
			.map((rail) -> broken(rail.name(), rail.reading()))
			.orElse(null);
	}

	private static Reading broken(String name, Reading reading) {
		Map<String, Object> evidence = new LinkedHashMap<>(reading.evidence());
		evidence.put("guardRail", name);
		return new Reading(Conclusion.FAILED, "Guard rail " + name + ": " + reading.explanation(), evidence);
	}

	/**
	 * Asked where gates look, and waited for only so long: a store that does not answer
	 * holds up no release, it just is not told then what the stage will see.
	 */
	@Override
	public String foresee(Release release, @Nullable Release stable, Stage stage) {
		if (stage.gates().isEmpty()) {
			return "";
		}
		CompletableFuture<String> foreseen = new CompletableFuture<>();
		try {
			this.executor.execute(() -> {
				try {
					// Nobody waits any more when it comes too late.
					foreseen.complete(foreseen.isDone() ? "" : foreseen(release, stable, stage));
				}
				catch (RuntimeException ex) {
					foreseen.complete("");
				}
			});
			return foreseen.get(FORESEEN.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return "";
		}
		catch (RejectedExecutionException | ExecutionException | TimeoutException ex) {
			foreseen.cancel(false);
			return "";
		}
	}

	private String foreseen(Release release, @Nullable Release stable, Stage stage) {
		Instant now = this.clock.instant();
		return stage.gates()
			.stream()
			.flatMap((spec) -> Optional.ofNullable(this.gates.get(spec.kind()))
				.filter((gate) -> gate.problems(spec).isEmpty())
				.map((gate) -> gate.foresee(new Gate.Call(release, stable, spec, stage, now, now)))
				.stream())
			.filter((text) -> !text.isEmpty())
			.collect(Collectors.joining(" "));
	}

	@Override
	public Map<String, Reading> watched(Release release) {
		LiveRelease one = this.live.get(release.plan().flowId());
		return (one != null) ? one.watched() : Map.of();
	}

	@Override
	public void forget(Release release) {
		drop(release.plan().flowId());
		this.ended.accept(release);
	}

	/** Lets those look whose time it is. To be called a few times a second. */
	public void tick() {
		Instant now = this.clock.instant();
		this.live.values().forEach((one) -> {
			one.tick(now, this.executor);
			quiet(one, now);
		});
	}

	/** Samples of that origin were taken: guard rails look at once. */
	public void samples(Origin origin) {
		Instant now = this.clock.instant();
		this.live.values().stream().filter((one) -> one.owns(origin)).forEach((one) -> one.hurry(now, this.executor));
	}

	/**
	 * A release that does not ask may be driven elsewhere by now: it is woken, and if it
	 * then still does not ask here, it is let go.
	 */
	private void quiet(LiveRelease one, Instant now) {
		Instant nudged = one.nudged();
		if (nudged == null && now.isAfter(one.lastAsked().plus(QUIET))) {
			one.nudge(now);
			this.wake.accept(one.flowId());
		}
		else if (nudged != null && now.isAfter(nudged.plus(QUIET))) {
			drop(one.flowId());
		}
	}

	private void drop(String flowId) {
		LiveRelease gone = this.live.remove(flowId);
		if (gone != null) {
			gone.stop();
		}
		this.gates.values().forEach((gate) -> {
			if (gate.guardRail() instanceof Rail rail) {
				rail.forget(flowId);
			}
		});
	}

	private LiveRelease live(Release release, Instant now) {
		return this.live.computeIfAbsent(release.plan().flowId(), (id) -> new LiveRelease(release, now));
	}

	private Asked asked(Gate.Call first, boolean rail) {
		GateSpec spec = first.spec();
		Gate known = this.gates.get(spec.kind());
		if (known == null) {
			return Asked.answered(spec.name(), Reading.of(Conclusion.FAILED, "Nobody knows the kind \"" + spec.kind()
					+ "\" of it; there are " + String.join(", ", this.gates.keySet())), first);
		}
		Gate gate = rail ? known.guardRail() : known;
		List<String> problems = gate.problems(spec);
		if (!problems.isEmpty()) {
			return Asked.answered(spec.name(),
					Reading.of(Conclusion.FAILED, "Its settings cannot be used: " + String.join("; ", problems)),
					first);
		}
		// Those that remember keep it with the rest.
		Instant since = (rail && !(gate instanceof Rail))
				? this.memory.begun(first.release(), spec.name(), first.since()) : first.since();
		Look look = rail ? lasting(gate::look) : gate::look;
		Asked asked = new Asked(spec.name(), look,
				(now) -> new Gate.Call(first.release(), first.stable(), spec, first.stage(), since, now),
				rail ? Pace.ofRail(spec) : Pace.ofGate(spec, first.stage()), first.now(),
				(news) -> wakes(first, rail, news));
		asked.tick(first.now(), this.executor);
		return asked;
	}

	/** Of guard rails a release only wants to know when they break. */
	private void wakes(Gate.Call first, boolean rail, Reading news) {
		if (!rail || news.conclusion() == Conclusion.FAILED) {
			this.wake.accept(first.release().plan().flowId());
		}
	}

	/** A guard rail that holds now has to hold later as well: it is never done. */
	private static Look lasting(Look once) {
		return (call) -> {
			Reading reading = once.at(call);
			return switch (reading.conclusion()) {
				case FAILED, NO_DATA, PENDING -> reading;
				case PASSED, INCONCLUSIVE, NOT_APPLICABLE ->
					new Reading(Conclusion.PENDING, reading.explanation(), reading.evidence());
			};
		};
	}

}
