package dev.slipway.onboarding.adapter;

import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

import dev.slipway.catalog.Catalog;
import dev.slipway.environments.Environments;
import dev.slipway.flow.Flows;
import dev.slipway.onboarding.Journal;
import dev.slipway.onboarding.Names;
import dev.slipway.onboarding.OnboardingEvents;
import dev.slipway.onboarding.OnboardingFlow;
import dev.slipway.onboarding.Onboardings;
import dev.slipway.onboarding.Stages;
import dev.slipway.pipeline.Pipelines;
import dev.slipway.repository.Push;
import dev.slipway.repository.Pushes;
import dev.slipway.repository.Repositories;
import dev.slipway.scaffold.Scaffold;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the onboarding. */
@Configuration(proxyBeanMethods = false)
class OnboardingConfiguration {

	@Bean
	Stages onboardingStages(Scaffold scaffold, Names names, Repositories repositories, Pipelines pipelines,
			Environments environments, Catalog catalog, Pushes pushes, ObjectProvider<Clock> clock) {
		Clock now = clock.getIfUnique(Clock::systemUTC);
		return new Stages(scaffold, names, repositories, pipelines, environments, catalog,
				(onboarding, service, commit) -> pushes.announce(new Push("onboarding-" + onboarding, service.team(),
						service.name(), "main", commit, service.author(), now.instant())));
	}

	@Bean
	OnboardingFlow onboardingFlow(Stages onboardingStages, Journal journal, Flows flows, @Lazy OnboardingEvents events,
			ObjectProvider<Clock> clock) {
		return new OnboardingFlow(onboardingStages, journal, (kind,
				view) -> flows.find(kind, view.id()).filter((now) -> now.version() == view.version()).isPresent(),
				events, clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	Onboardings onboardings(Scaffold scaffold, Catalog catalog, Names names, Journal journal, Flows flows,
			OnboardingFlow onboardingFlow, PlatformTransactionManager transactionManager) {
		return new Onboardings(scaffold, catalog, names, journal, flows, onboardingFlow,
				() -> UUID.randomUUID().toString().substring(0, 8), new Transactions(transactionManager));
	}

	/** Spring's transactions. */
	private record Transactions(PlatformTransactionManager manager) implements Onboardings.Transactions {

		@Override
		public <T> T run(Supplier<T> work) {
			T result = new TransactionTemplate(this.manager).execute((status) -> work.get());
			if (result == null) {
				throw new IllegalStateException("The transaction gave nothing");
			}
			return result;
		}

	}

}
