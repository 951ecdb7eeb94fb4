package dev.slipway.chaos.adapter;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.slipway.api.LiveEvents;
import dev.slipway.chaos.Conclusions;
import dev.slipway.chaos.Plan;
import dev.slipway.chaos.RunState;
import dev.slipway.chaos.Verdict;
import dev.slipway.chaos.Victim;
import io.prometheus.client.Counter;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Counts verdicts and tells who follows the run: {@code phase} when its state changes,
 * {@code verdict} at the end.
 */
final class AnnouncedConclusions implements Conclusions {

	private static final Counter VERDICTS = Counter.build("slipway_experiments_total", "Ended chaos experiments.")
		.labelNames("verdict")
		.register();

	private final ObjectProvider<LiveEvents> events;

	private final Map<String, Phase> last = new ConcurrentHashMap<>();

	AnnouncedConclusions(ObjectProvider<LiveEvents> events) {
		this.events = events;
		for (Verdict verdict : Verdict.values()) {
			VERDICTS.labels(verdict.name());
		}
	}

	@Override
	public void moved(RunState state) {
		Plan plan = state.plan();
		Phase phase = new Phase(String.valueOf(plan.experiment()), plan.number(),
				state.getClass().getSimpleName().toUpperCase(Locale.ROOT),
				state.victims().stream().map(Victim::name).toList());
		if (!phase.equals(this.last.put(topic(plan), phase))) {
			publish(plan, "phase", phase);
		}
	}

	@Override
	public void concluded(Plan plan, Verdict verdict) {
		this.last.remove(topic(plan));
		VERDICTS.labels(verdict.name()).inc();
		publish(plan, "verdict",
				Map.of("experiment", plan.experiment(), "number", plan.number(), "verdict", verdict.name()));
	}

	private void publish(Plan plan, String event, Object payload) {
		this.events.ifAvailable((live) -> live.publish(topic(plan), event, payload));
	}

	private static String topic(Plan plan) {
		return "experiments/" + plan.experiment() + "/runs/" + plan.number();
	}

	/**
	 * What followers get when a run moves.
	 *
	 * @param status as in the API
	 * @param victims the pods that are or were hit
	 */
	record Phase(String experiment, int number, String status, List<String> victims) {
	}

}
