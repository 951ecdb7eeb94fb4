package dev.slipway.flow.adapter;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.slipway.flow.FlowKind;
import dev.slipway.flow.FlowView;
import dev.slipway.flow.Flows;
import dev.slipway.flow.Step;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** The engine as the application wires it, with its state in a folder. */
class FlowConfigurationTest {

	private final Path state;

	FlowConfigurationTest(@TempDir Path state) {
		this.state = state;
	}

	@Test
	void drivesWhatACommittedTransactionStartedAndForgetsWhatWasRolledBack() {
		try (ConfigurableApplicationContext context = start()) {
			Flows flows = context.getBean(Flows.class);
			Greeting kind = context.getBean(Greeting.class);
			TransactionTemplate transaction = context.getBean(TransactionTemplate.class);
			transaction.executeWithoutResult((status) -> {
				flows.start(kind, "lost", new Greeting.Waiting(), "started");
				status.setRollbackOnly();
			});
			transaction.executeWithoutResult((status) -> flows.start(kind, "kept", new Greeting.Waiting(), "started"));
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> flows.find(kind, "kept").orElseThrow().ended());
			assertThat(flows.find(kind, "lost")).isEmpty();
			assertThat(this.state.resolve("db/slipway.mv.db")).exists();
		}
	}

	@Test
	void aFlowOutlivesTheApplication() {
		try (ConfigurableApplicationContext context = start()) {
			Greeting kind = context.getBean(Greeting.class);
			context.getBean(Flows.class).start(kind, "a", new Greeting.Waiting(), "started");
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> context.getBean(Flows.class).find(kind, "a").orElseThrow().ended());
		}
		try (ConfigurableApplicationContext context = start()) {
			Flows flows = context.getBean(Flows.class);
			assertThat(flows.history("greeting", "a")).hasSize(2);
			assertThat(flows.start(context.getBean(Greeting.class), "a", new Greeting.Waiting(), "again")).isFalse();
		}
	}

	private ConfigurableApplicationContext start() {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application.run("--slipway.state=" + this.state, "--spring.main.banner-mode=off");
	}

	@Configuration(proxyBeanMethods = false)
	@ComponentScan("dev.slipway.database")
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
			JdbcClientAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
			TransactionAutoConfiguration.class, FlywayAutoConfiguration.class })
	@org.springframework.context.annotation.Import(FlowConfiguration.class)
	static class Application {

		@Bean
		Greeting greeting(Flows flows) {
			return new Greeting(flows);
		}

	}

	/** A kind that needs {@link Flows} itself, as onboarding does. */
	record Greeting(Flows flows) implements FlowKind<Greeting.State, String, String> {

		@Override
		public String name() {
			return "greeting";
		}

		@Override
		public Class<State> stateType() {
			return State.class;
		}

		@Override
		public String observe(FlowView<State> flow) {
			return "";
		}

		@Override
		public Step<State, String> next(State state, String observation, Instant now) {
			return (state instanceof Waiting) ? Step.end(new Greeted(), "said hello", List.of())
					: Step.ended(state, List.of());
		}

		@Override
		public void act(FlowView<State> flow, String observation, String action) {
		}

		sealed interface State permits Waiting, Greeted {

		}

		record Waiting() implements State {
		}

		record Greeted() implements State {
		}

	}

}
