package dev.slipway.chaos.adapter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.analysis.GateSettings;
import dev.slipway.analysis.OwnThread;
import dev.slipway.chaos.Blast;
import dev.slipway.chaos.Check;
import dev.slipway.chaos.Definition;
import dev.slipway.chaos.Experiments;
import dev.slipway.chaos.Fault;
import dev.slipway.chaos.Hypothesis;
import dev.slipway.chaos.RunRefused;
import dev.slipway.chaos.RunState;
import dev.slipway.chaos.Verdict;
import dev.slipway.chaos.Victim;
import dev.slipway.flow.FlowView;
import dev.slipway.rollout.Gate;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.strategy.GateSpec;

/**
 * An experiment on the candidate's pods, once a stage: it passes when the hypothesis held
 * and the candidate is healthy at the end. Whatever else happens is no pass. The run goes
 * on by itself, recovers by its own rule, and stops when the release leaves the stage.
 */
final class ChaosGate implements Gate, AutoCloseable {

	private static final List<String> FAULTS = List.of("podKill", "latency");

	private final Experiments experiments;

	/** Looks are interrupted; experiments are read from and written to the database. */
	private final OwnThread thread = new OwnThread("chaos-gate");

	ChaosGate(Experiments experiments) {
		this.experiments = experiments;
	}

	@Override
	public String kind() {
		return "chaos";
	}

	@Override
	public List<String> problems(GateSpec spec) {
		return GateSettings.problems(spec, Wanted::read);
	}

	@Override
	public String describe(GateSpec spec) {
		Wanted wanted = Wanted.read(new GateSettings(spec));
		return "The candidate has to hold out " + wanted.fault().title() + " of "
				+ wanted.blast().toString().toLowerCase(java.util.Locale.ROOT) + " of its pods for "
				+ wanted.duration().toSeconds() + " s: "
				+ String.join(", ", wanted.checks().stream().map(Check::title).toList());
	}

	@Override
	public Reading look(Call call) {
		Wanted wanted = Wanted.read(new GateSettings(call.spec()));
		String by = "release " + call.release().objectName() + ", gate " + call.spec().name();
		Definition definition = new Definition("Gate " + call.spec().name() + " of release " + call.release().number(),
				call.release().draft().service(), call.release().draft().environment(), wanted.fault(), wanted.blast(),
				wanted.duration(), new Hypothesis(wanted.checks(), wanted.tolerance()), null,
				new Definition.Candidate(call.release().number(), call.stage().number()));
		try {
			return reading(this.thread
				.call(() -> this.experiments.trial(call.key(), call.release().draft().team(), definition, by)));
		}
		catch (RunRefused ex) {
			return Reading.of(Conclusion.PENDING, ex.getMessage() + ". " + ex.remedy());
		}
	}

	/** Lets what was begun end. */
	@Override
	public void close() {
		this.thread.close();
	}

	private static Reading reading(FlowView<RunState> run) {
		RunState state = run.state();
		Map<String, Object> evidence = new LinkedHashMap<>();
		evidence.put("experiment", state.plan().experiment());
		evidence.put("run", state.plan().number());
		evidence.put("fault", state.plan().definition().fault().title());
		evidence.put("pods", state.victims().stream().map(Victim::name).toList());
		Verdict verdict = state.verdict();
		if (verdict == null) {
			return new Reading(Conclusion.PENDING, "Experiment " + state.plan().experiment() + " runs", evidence);
		}
		evidence.put("verdict", verdict.name());
		return new Reading(conclusion(verdict),
				"Experiment " + state.plan().experiment() + ": " + verdict + ". " + String.join("; ", state.reasons()),
				evidence);
	}

	private static Conclusion conclusion(Verdict verdict) {
		return switch (verdict) {
			case PASSED -> Conclusion.PASSED;
			case FAILED -> Conclusion.FAILED;
			case ABORTED, INCONCLUSIVE, NOT_RUN -> Conclusion.INCONCLUSIVE;
		};
	}

	/** What it was asked to do, and what has to hold meanwhile. */
	private record Wanted(Fault fault, Blast blast, Duration duration, List<Check> checks, Duration tolerance) {

		private static final Duration LONGEST = Duration.ofHours(1);

		static Wanted read(GateSettings settings) {
			boolean slow = settings.oneOf("fault", FAULTS, "podKill").equals("latency");
			Duration latency = settings.atLeastSome("latency", Duration.ofMillis(500));
			Duration duration = settings.atLeastSome("duration", Duration.ofSeconds(60));
			if (duration.compareTo(Duration.ofSeconds(1)) < 0 || duration.compareTo(LONGEST) > 0) {
				settings.problem("duration: has to be between 1s and 1h");
				duration = LONGEST;
			}
			Duration tolerance = settings.duration("tolerance", Duration.ofSeconds(10));
			if (tolerance.compareTo(duration) >= 0) {
				settings.problem("tolerance: has to be less than the duration, or nothing has to hold");
			}
			return new Wanted(slow ? new Fault.Latency(latency) : new Fault.PodKill(), blast(settings), duration,
					checks(settings), tolerance);
		}

		private static Blast blast(GateSettings settings) {
			try {
				return Blast.parse(settings.text("pods", "one"));
			}
			catch (IllegalArgumentException ex) {
				settings.problem("pods: " + ex.getMessage());
				return Blast.ONE;
			}
		}

		private static List<Check> checks(GateSettings settings) {
			String path = settings.text("path", "/");
			if (!path.startsWith("/")) {
				settings.problem("path: has to start with a slash, not \"" + path + "\"");
				path = "/";
			}
			List<Check> checks = new ArrayList<>();
			checks.add(new Check.HttpAnswer(path, settings.atLeastSome("within", Duration.ofSeconds(5))));
			if (settings.has("errorRatio")) {
				checks.add(new Check.Metric(Check.Measure.ERROR_RATIO, settings.part("errorRatio", 0, 1, 0.05)));
			}
			if (settings.has("p95")) {
				checks.add(new Check.Metric(Check.Measure.P95_MILLIS,
						settings.atLeastSome("p95", Duration.ofSeconds(1)).toMillis()));
			}
			return checks;
		}

	}

}
