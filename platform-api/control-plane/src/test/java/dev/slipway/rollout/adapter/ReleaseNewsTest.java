package dev.slipway.rollout.adapter;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.slipway.flow.FlowView;
import dev.slipway.rollout.Ended;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Plan;
import dev.slipway.rollout.ReleaseState;
import dev.slipway.rollout.RolloutFakes;
import dev.slipway.strategy.Strategy;
import io.prometheus.client.CollectorRegistry;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;

@NullUnmarked
class ReleaseNewsTest {

	@Test
	void aReleaseThatAnnouncesItsEndAgainIsCountedOnce() {
		ReleaseNews news = new ReleaseNews(
				new DefaultListableBeanFactory().getBeanProvider(dev.slipway.api.LiveEvents.class),
				new WakeUps(new RolloutFakes().flows()));
		double before = rolledBack();
		FlowView<ReleaseState> end = ended("orders", 2);
		news.ended(end, Outcome.ROLLED_BACK);
		news.ended(end, Outcome.ROLLED_BACK);
		assertThat(rolledBack()).isEqualTo(before + 1);
		news.ended(ended("orders", 3), Outcome.ROLLED_BACK);
		assertThat(rolledBack()).isEqualTo(before + 2);
	}

	private static FlowView<ReleaseState> ended(String service, int number) {
		Plan plan = new Plan(service, "dev", number, 2, Strategy.defaults());
		Instant start = Instant.parse("2026-01-05T10:00:00Z");
		return new FlowView<>(plan.flowId(), new Ended.RolledBack(plan, "Rolled back"), 9, 2, null, null, 0, start,
				start.plus(Duration.ofSeconds(40)), true, null);
	}

	private static double rolledBack() {
		Double value = CollectorRegistry.defaultRegistry.getSampleValue("slipway_releases_total",
				new String[] { "outcome" }, List.of(Outcome.ROLLED_BACK.name()).toArray(String[]::new));
		return (value != null) ? value : 0;
	}

}
