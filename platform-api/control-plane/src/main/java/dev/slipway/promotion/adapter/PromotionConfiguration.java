package dev.slipway.promotion.adapter;

import java.time.Clock;

import dev.slipway.environments.Environments;
import dev.slipway.flow.Flows;
import dev.slipway.promotion.FreezeListener;
import dev.slipway.promotion.FreezeStore;
import dev.slipway.promotion.Freezes;
import dev.slipway.promotion.RuleBook;
import dev.slipway.promotion.Rules;
import dev.slipway.promotion.WaiverStore;
import dev.slipway.rollout.Admission;
import dev.slipway.rollout.ReleaseStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires freezes and promotions. */
@Configuration(proxyBeanMethods = false)
class PromotionConfiguration {

	@Bean
	RuleBook environmentRules(Environment environment, Environments environments) {
		return RuleSettings.read(Binder.get(environment),
				environments.all().stream().map(dev.slipway.environments.Environment::name).toList());
	}

	@Bean
	FreezeStore freezeStore(JdbcClient jdbc) {
		return new JdbcFreezeStore(jdbc);
	}

	@Bean
	WaiverStore waiverStore(JdbcClient jdbc) {
		return new JdbcWaiverStore(jdbc);
	}

	@Bean
	Admission releaseRules(RuleBook book, FreezeStore freezes, WaiverStore waivers, ReleaseStore releases) {
		return new Rules(book, freezes, waivers, releases);
	}

	@Bean
	Freezes freezes(RuleBook rules, FreezeStore store, ReleaseStore releases, Flows flows,
			ObjectProvider<FreezeListener> listeners, ObjectProvider<Clock> clock) {
		return new Freezes(rules, store, releases, flows,
				(freeze) -> listeners.orderedStream().forEach((listener) -> listener.begun(freeze)),
				clock.getIfUnique(Clock::systemUTC));
	}

}
