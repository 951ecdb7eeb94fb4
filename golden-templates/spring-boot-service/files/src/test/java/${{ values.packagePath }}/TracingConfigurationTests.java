package ${{ values.package }};

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class TracingConfigurationTests {

	private final TracingConfiguration tracing = new TracingConfiguration();

	private final ObservationRegistry registry = ObservationRegistry.create();

	@BeforeEach
	void configure() {
		this.registry.observationConfig()
			.observationPredicate(this.tracing.usersRequestsOnly())
			.observationHandler((context) -> true);
	}

	@Test
	void aUsersRequestIsTracedWithItsQueries() {
		assertThat(request("/orders").isNoop()).isFalse();
		request("/orders").observe(() -> assertThat(query().isNoop()).isFalse());
	}

	@Test
	void aProbeIsNotTracedNorAreItsQueries() {
		assertThat(request("/actuator/health/readiness").isNoop()).isTrue();
		request("/actuator/health/readiness").observe(() -> assertThat(query().isNoop()).isTrue());
		assertThat(query().isNoop()).isTrue();
	}

	@Test
	void spansSayWhereTheyComeFromAndMetricsDoNot() {
		Observation.Context context = this.tracing.placeOfSpans("dev", "7", "pod-1").map(new Observation.Context());
		assertThat(context.getHighCardinalityKeyValue("slipway.environment").getValue()).isEqualTo("dev");
		assertThat(context.getHighCardinalityKeyValue("slipway.release").getValue()).isEqualTo("7");
		assertThat(context.getHighCardinalityKeyValue("slipway.pod").getValue()).isEqualTo("pod-1");
		assertThat(context.getLowCardinalityKeyValues()).isEmpty();
	}

	private Observation request(String path) {
		return Observation.createNotStarted("http.server.requests",
				() -> new ServerRequestObservationContext(new MockHttpServletRequest("GET", path),
						new MockHttpServletResponse()),
				this.registry);
	}

	private Observation query() {
		return Observation.createNotStarted("jdbc.query", this.registry);
	}

}
