package dev.slipway.flow.adapter;

import java.time.Clock;
import java.util.List;

import dev.slipway.flow.DriverSettings;
import dev.slipway.flow.FlowDriver;
import dev.slipway.flow.FlowKey;
import dev.slipway.flow.FlowKind;
import dev.slipway.flow.FlowStore;
import dev.slipway.flow.Flows;
import dev.slipway.flow.StateCodec;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Wires the engine. The driver takes all {@link FlowKind} beans when the application is
 * ready, not before: kinds may need {@link Flows} themselves.
 */
@Configuration(proxyBeanMethods = false)
class FlowConfiguration {

	@Bean
	FlowStore flowStore(JdbcClient jdbc, PlatformTransactionManager transactions) {
		return new JdbcFlowStore(jdbc, new TransactionTemplate(transactions));
	}

	@Bean
	StateCodec stateCodec() {
		return new JacksonStateCodec();
	}

	@Bean
	Engine flowEngine(FlowStore store, StateCodec codec, ObjectProvider<FlowKind<?, ?, ?>> kinds,
			ObjectProvider<Clock> clock) {
		return new Engine(store, codec, kinds, clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	Flows flows(FlowStore store, StateCodec codec, Engine engine, ObjectProvider<Clock> clock) {
		return new StoredFlows(store, codec, engine::nudge, engine::coalesce, engine::hint,
				clock.getIfUnique(Clock::systemUTC));
	}

	/** The driver between the application's start and its end. */
	static final class Engine {

		private final FlowStore store;

		private final StateCodec codec;

		private final ObjectProvider<FlowKind<?, ?, ?>> kinds;

		private final Clock clock;

		private volatile @Nullable FlowDriver driver;

		Engine(FlowStore store, StateCodec codec, ObjectProvider<FlowKind<?, ?, ?>> kinds, Clock clock) {
			this.store = store;
			this.codec = codec;
			this.kinds = kinds;
			this.clock = clock;
		}

		@EventListener(ApplicationReadyEvent.class)
		void start() {
			List<FlowKind<?, ?, ?>> all = this.kinds.stream().toList();
			FlowDriver started = new FlowDriver(this.store, this.codec, all, DriverSettings.defaults(), this.clock);
			started.start();
			this.driver = started;
		}

		@EventListener(ContextClosedEvent.class)
		void stop() {
			FlowDriver running = this.driver;
			this.driver = null;
			if (running != null) {
				running.close();
			}
		}

		void nudge(FlowKey key) {
			FlowDriver running = this.driver;
			if (running != null) {
				running.nudge(key);
			}
		}

		void hint(FlowKey key) {
			FlowDriver running = this.driver;
			if (running != null) {
				running.hint(key);
			}
		}

		boolean coalesce(FlowKey key) {
			FlowDriver running = this.driver;
			return running != null && running.coalesce(key);
		}

	}

}
