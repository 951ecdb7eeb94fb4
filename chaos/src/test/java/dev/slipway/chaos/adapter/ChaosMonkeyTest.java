package dev.slipway.chaos.adapter;

import java.net.URI;
import java.time.Duration;

import dev.slipway.chaos.Look;
import dev.slipway.chaos.Tampering;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Against the real chaos-monkey in a real service. */
class ChaosMonkeyTest {

	private static ConfigurableApplicationContext service;

	private static URI actuator;

	private final ChaosMonkey monkey = new ChaosMonkey();

	@BeforeAll
	static void start() {
		service = new SpringApplication(Service.class).run("--server.port=0", "--server.address=127.0.0.1",
				"--spring.profiles.active=chaos-monkey", "--chaos.monkey.enabled=false",
				"--chaos.monkey.watcher.rest-controller=true", "--chaos.monkey.watcher.service=true",
				"--management.endpoints.web.exposure.include=chaosmonkey",
				"--management.endpoint.chaosmonkey.access=unrestricted", "--spring.main.banner-mode=off");
		actuator = URI
			.create("http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port") + "/actuator/");
	}

	@AfterAll
	static void stop() {
		service.close();
	}

	@Test
	void slowsAnswersDownOnceAndTakesItBack() {
		assertThat(this.monkey.inspect(actuator)).isEqualTo(Tampering.NONE);
		assertThat(millis()).as("not delayed").isLessThan(4000);

		this.monkey.slowDown(actuator, Duration.ofSeconds(4));
		assertThat(this.monkey.inspect(actuator)).isEqualTo(Tampering.ACTIVE);
		assertThat(millis()).as("delayed once, not twice").isBetween(4000L, 7900L);
		this.monkey.slowDown(actuator, Duration.ofSeconds(4));

		this.monkey.calmDown(actuator);
		assertThat(this.monkey.inspect(actuator)).isEqualTo(Tampering.NONE);
		assertThat(millis()).as("not delayed").isLessThan(4000);
		this.monkey.calmDown(actuator);
	}

	@Test
	void aServiceWithoutChaosMonkeyIsUnable() {
		URI elsewhere = actuator.resolve("elsewhere/");
		assertThat(this.monkey.inspect(elsewhere)).isEqualTo(Tampering.UNABLE);
		this.monkey.calmDown(elsewhere);
	}

	@Test
	void aServiceThatIsAwayIsUnknown() {
		URI nowhere = URI.create("http://127.0.0.1:1/actuator/");
		assertThat(this.monkey.inspect(nowhere)).isEqualTo(Tampering.UNKNOWN);
		assertThatThrownBy(() -> this.monkey.calmDown(nowhere)).hasMessageContaining("does not answer");
	}

	private static long millis() {
		Look warm = HttpSteadyState.ask(actuator.resolve("/"), Duration.ofSeconds(60));
		assertThat(warm.result()).as(warm.message()).isEqualTo(Look.Result.HOLDS);
		long start = System.nanoTime();
		HttpSteadyState.ask(actuator.resolve("/"), Duration.ofSeconds(60));
		return Duration.ofNanos(System.nanoTime() - start).toMillis();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class })
	@Import({ Hello.class, Names.class })
	static class Service {

		@org.springframework.context.annotation.Bean
		SecurityFilterChain open(HttpSecurity http) throws Exception {
			return http.csrf((csrf) -> csrf.disable())
				.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.build();
		}

	}

	@RestController
	static class Hello {

		private final Names names;

		Hello(Names names) {
			this.names = names;
		}

		@GetMapping("/")
		public String hello() {
			return "hello " + this.names.next();
		}

	}

	@org.springframework.stereotype.Service
	static class Names {

		public String next() {
			return "sam";
		}

	}

}
