package dev.slipway.promotion.adapter;

import java.time.Clock;

import dev.slipway.environments.Environments;
import dev.slipway.flow.Flows;
import dev.slipway.promotion.FreezeListener;
import dev.slipway.promotion.FreezeStore;
import dev.slipway.promotion.Freezes;
import dev.slipway.promotion.Promotion;
import dev.slipway.promotion.PromotionKind;
import dev.slipway.promotion.PromotionListener;
import dev.slipway.promotion.PromotionState;
import dev.slipway.promotion.PromotionStore;
import dev.slipway.promotion.Promotions;
import dev.slipway.promotion.RuleBook;
import dev.slipway.promotion.Rules;
import dev.slipway.promotion.WaiverStore;
import dev.slipway.rollout.Admission;
import dev.slipway.rollout.ReleaseListener;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.rollout.Releases;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires freezes and promotions. */
@Configuration(proxyBeanMethods = false)
class PromotionConfiguration {

	@Bean
	RuleBook environmentRules(Environment environment, Environments environments) {
		return RuleSettings.read(Binder.get(environment),
				environments.all().stream().map(dev.slipway.environments.Environment::name).toList());
	}

	@Bean
	FreezeStore freezeStore(JdbcClient jdbc, PlatformTransactionManager transactions) {
		return new JdbcFreezeStore(jdbc, new TransactionTemplate(transactions));
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

	@Bean
	PromotionStore promotionStore(JdbcClient jdbc, PlatformTransactionManager transactions) {
		return new JdbcPromotionStore(jdbc, new TransactionTemplate(transactions));
	}

	@Bean
	PromotionKind promotionKind(PromotionStore store, ReleaseStore releases, Releases engine, Freezes freezes,
			ObjectProvider<PromotionListener> listeners, ObjectProvider<Clock> clock) {
		return new PromotionKind(store, releases, PromotionKind.Requests.of(engine), freezes,
				new AllListeners(listeners), clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	Promotions promotions(RuleBook rules, Environments environments, PromotionStore store, ReleaseStore releases,
			Flows flows, PromotionKind kind, ObjectProvider<Clock> clock) {
		return new Promotions(rules, environments, store, releases, flows, kind, clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	ReleaseListener promotionsAfterReleases(ReleaseStore releases, ObjectProvider<Promotions> promotions) {
		return new Followed(releases, promotions);
	}

	/** Tells all that listen, looked for when there is something to tell. */
	private record AllListeners(ObjectProvider<PromotionListener> listeners) implements PromotionListener {

		@Override
		public void approvalWanted(Promotion promotion) {
			this.listeners.orderedStream().forEach((listener) -> listener.approvalWanted(promotion));
		}

		@Override
		public void over(Promotion promotion, PromotionState.Result result) {
			this.listeners.orderedStream().forEach((listener) -> listener.over(promotion, result));
		}

	}

}
