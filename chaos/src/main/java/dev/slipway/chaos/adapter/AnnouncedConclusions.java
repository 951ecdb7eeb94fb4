package dev.slipway.chaos.adapter;

import java.util.Map;

import dev.slipway.api.LiveEvents;
import dev.slipway.chaos.Conclusions;
import dev.slipway.chaos.Plan;
import dev.slipway.chaos.Verdict;
import io.prometheus.client.Counter;
import org.springframework.beans.factory.ObjectProvider;

/** Counts verdicts and tells who follows the run. */
final class AnnouncedConclusions implements Conclusions {

	private static final Counter VERDICTS = Counter.build("slipway_experiments_total", "Ended chaos experiments.")
		.labelNames("verdict")
		.register();

	private final ObjectProvider<LiveEvents> events;

	AnnouncedConclusions(ObjectProvider<LiveEvents> events) {
		this.events = events;
		for (Verdict verdict : Verdict.values()) {
			VERDICTS.labels(verdict.name());
		}
	}

	@Override
	public void concluded(Plan plan, Verdict verdict) {
		VERDICTS.labels(verdict.name()).inc();
		this.events.ifAvailable(
				(live) -> live.publish("experiments/" + plan.experiment() + "/runs/" + plan.number(), "verdict",
						Map.of("experiment", plan.experiment(), "number", plan.number(), "verdict", verdict.name())));
	}

}
