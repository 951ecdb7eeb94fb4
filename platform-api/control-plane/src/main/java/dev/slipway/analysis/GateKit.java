package dev.slipway.analysis;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.slipway.observability.logs.LogStore;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.repository.Repositories;
import dev.slipway.rollout.Demand;
import dev.slipway.rollout.Gate;
import dev.slipway.rollout.Release;
import dev.slipway.strategy.GateSpec;

/** Makes the gates that judge by what the platform stores, and what asks all gates. */
public final class GateKit {

	/** The default of {@code slipway.metrics.interval}. */
	static final Duration SCRAPED_EVERY = Duration.ofSeconds(5);

	private final MetricStore metrics;

	private final LogStore logs;

	private final ReleaseSpans spans;

	private final Measurements measurements;

	private final RailMemory memory;

	private final Duration interval;

	public GateKit(MetricStore metrics, LogStore logs, ReleaseSpans spans, Restarts restarts, RailMemory memory) {
		this(metrics, logs, spans, restarts, memory, SCRAPED_EVERY);
	}

	/**
	 * Creates one.
	 * @param interval between two scrapes of a pod
	 */
	public GateKit(MetricStore metrics, LogStore logs, ReleaseSpans spans, Restarts restarts, RailMemory memory,
			Duration interval) {
		this.interval = interval;
		this.metrics = metrics;
		this.logs = logs;
		this.spans = spans;
		this.memory = memory;
		this.measurements = new Measurements(metrics, restarts, interval);
	}

	/** Checks and describes gates that wait for people, whom the release itself asks. */
	public Gate approval() {
		return new ApprovalGate();
	}

	/** Limits of what is measured of the candidate. */
	public Gate metric() {
		return new MetricGate(this.measurements, this.memory);
	}

	/**
	 * The candidate's metrics against stable's.
	 * @param load sends requests where there are too few
	 */
	public Gate compare(Load load) {
		return new CompareGate(this.metrics, load, this.memory, this.interval);
	}

	/** New kinds of errors, and lines that match a query. */
	public Gate logs() {
		return new LogGate(this.logs, new LogReader(this.logs), news());
	}

	/** Failed spans and the latency of calls to others. */
	public Gate traces() {
		return new TraceGate(this.spans);
	}

	/** What reaches releases now. */
	public Demand demand(Clock clock) {
		return new MeasuredDemand(this.metrics, clock);
	}

	/** What tells of a release when it has ended. */
	public ReleaseEvidence evidence(Repositories repositories) {
		return new ReleaseEvidence(news(), this.spans, new BothSides(this.metrics), repositories);
	}

	/**
	 * What asks the gates, told of new samples.
	 * @param gates of all kinds
	 * @param guardRails the guard rails of a release
	 * @param executor where gates look; may refuse when it has too much to do
	 * @param wake wakes a release by the id of its flow
	 * @param ended told of releases that have ended
	 */
	public GateRunner runner(Collection<Gate> gates, Function<Release, List<GateSpec>> guardRails, Executor executor,
			Consumer<String> wake, Consumer<Release> ended, Clock clock) {
		GateRunner runner = new GateRunner(gates, guardRails, executor, wake, ended, this.memory, clock);
		this.metrics.onSamples(runner::samples);
		return runner;
	}

	private NewErrors news() {
		return new NewErrors(new LogReader(this.logs), new RequestCounts(this.metrics));
	}

}
