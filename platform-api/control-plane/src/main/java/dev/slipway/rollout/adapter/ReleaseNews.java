package dev.slipway.rollout.adapter;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.slipway.api.LiveEvents;
import dev.slipway.flow.FlowView;
import dev.slipway.rollout.Ended;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Plan;
import dev.slipway.rollout.ReleaseListener;
import dev.slipway.rollout.ReleaseState;
import dev.slipway.rollout.Status;
import dev.slipway.rollout.Workload;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;

/** Tells the log, the live event stream, the platform's metrics and the watches. */
final class ReleaseNews implements ReleaseListener {

	private static final Logger log = LoggerFactory.getLogger(ReleaseNews.class);

	/** Static: a process has one, however many contexts it starts. */
	private static final Counter TOTAL = Counter.build("slipway_releases_total", "Releases that ended, by outcome")
		.labelNames("outcome")
		.register();

	private static final Histogram DURATION = Histogram
		.build("slipway_release_duration_seconds", "From the request to the end of a release")
		.labelNames("outcome")
		.buckets(5, 10, 20, 30, 60, 120, 300, 600, 1800)
		.register();

	private static final int REMEMBERED = 1000;

	private final ObjectProvider<LiveEvents> events;

	private final WakeUps wakeUps;

	private final Map<String, Progress> last = new ConcurrentHashMap<>();

	/** A flow that is woken after its end announces it again: it is told once. */
	private final Set<String> told = Collections.newSetFromMap(Collections.synchronizedMap(new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
			return size() > REMEMBERED;
		}

	}));

	ReleaseNews(ObjectProvider<LiveEvents> events, WakeUps wakeUps) {
		this.events = events;
		this.wakeUps = wakeUps;
	}

	@Override
	public void moved(FlowView<ReleaseState> flow, Workload candidate) {
		Plan plan = flow.state().plan();
		if (flow.ended()) {
			return;
		}
		this.wakeUps.live(plan.service(), plan.environment(), flow.id());
		tell(flow, new Progress(plan.number(), Status.PROGRESSING, flow.state().getClass().getSimpleName(),
				candidate.replicas(), candidate.ready()));
	}

	@Override
	public void ended(FlowView<ReleaseState> flow, Outcome outcome) {
		Plan plan = flow.state().plan();
		this.wakeUps.ended(plan.service(), plan.environment(), flow.id());
		if (!this.told.add(flow.id())) {
			return;
		}
		TOTAL.labels(outcome.name()).inc();
		DURATION.labels(outcome.name())
			.observe(Duration.between(flow.startedAt(), flow.updatedAt()).toMillis() / 1000.0);
		int pods = (outcome == Outcome.SUCCEEDED) ? plan.replicas() : 0;
		say(plan, flow.state(), outcome);
		tell(flow, new Progress(plan.number(), Status.of(outcome), outcome.name(), pods, pods));
		this.last.remove(flow.id());
	}

	private static void say(Plan plan, ReleaseState state, Outcome outcome) {
		if (outcome == Outcome.SUCCEEDED) {
			log.info("Release {} of {} in {}: {}", plan.number(), plan.service(), plan.environment(), outcome);
		}
		else {
			log.warn("Release {} of {} in {}: {}, {}", plan.number(), plan.service(), plan.environment(), outcome,
					reason(state));
		}
	}

	private static String reason(ReleaseState state) {
		return (state instanceof Ended end) ? end.reason() : "";
	}

	private void tell(FlowView<ReleaseState> flow, Progress progress) {
		if (!progress.equals(this.last.put(flow.id(), progress))) {
			Plan plan = flow.state().plan();
			String topic = "services/" + plan.service() + "/environments/" + plan.environment() + "/releases/"
					+ plan.number();
			this.events.ifAvailable((live) -> live.publish(topic, "release", progress));
		}
	}

	/**
	 * What subscribers get.
	 *
	 * @param number of the release
	 * @param status as in the API
	 * @param phase the name of its state
	 * @param replicas desired now
	 * @param readyReplicas ready now
	 */
	record Progress(int number, Status status, String phase, int replicas, int readyReplicas) {
	}

}
