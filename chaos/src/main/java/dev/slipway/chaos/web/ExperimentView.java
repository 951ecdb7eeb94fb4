package dev.slipway.chaos.web;

import java.time.Instant;
import java.util.List;

import dev.slipway.chaos.Check;
import dev.slipway.chaos.Definition;
import dev.slipway.chaos.Experiment;
import dev.slipway.chaos.Fault;
import dev.slipway.chaos.Schedule;
import org.jspecify.annotations.Nullable;

/** An experiment as the API shows it, in the shape in which it was asked for. */
record ExperimentView(String id, String name, String service, String environment, String team, FaultView fault,
		String pods, long durationSeconds, HypothesisView hypothesis, @Nullable Schedule schedule,
		@Nullable Instant nextRunAt, String createdBy, Instant createdAt, List<RunView> runs) {

	static ExperimentView of(Experiment experiment, @Nullable Instant nextRunAt, List<RunView> runs) {
		Definition definition = experiment.definition();
		return new ExperimentView(String.valueOf(experiment.id()), definition.name(), definition.service(),
				definition.environment(), experiment.team(), FaultView.of(definition.fault()),
				definition.blast().toString(), definition.duration().toSeconds(),
				new HypothesisView(definition.hypothesis().checks().stream().map(Check::title).toList(),
						definition.hypothesis().tolerance().toSeconds()),
				definition.schedule(), nextRunAt, experiment.createdBy(), experiment.createdAt(), runs);
	}

	/** The fault. */
	record FaultView(String type, @Nullable Long latencyMillis) {

		static FaultView of(Fault fault) {
			return (fault instanceof Fault.Latency latency) ? new FaultView("LATENCY", latency.delay().toMillis())
					: new FaultView("POD_KILL", null);
		}

	}

	/** What should hold. */
	record HypothesisView(List<String> checks, long toleranceSeconds) {
	}

}
