package ${{ values.package }};

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationPredicate;
import org.junit.jupiter.api.Test;

import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class TracingConfigurationTests {

	private final TracingConfiguration tracing = new TracingConfiguration();

	private final ObservationPredicate traced = this.tracing.usersRequestsOnly();

	@Test
	void usersRequestsAreTracedAndProbesAreNot() {
		assertThat(this.traced.test("http.server.requests", request("/orders"))).isTrue();
		assertThat(this.traced.test("http.server.requests", request("/actuator/health/readiness"))).isFalse();
	}

	@Test
	void queriesAreTracedBelowARequestOnly() {
		Observation.Context below = new Observation.Context();
		below.setParentObservation(Observation.NOOP);
		assertThat(this.traced.test("jdbc.query", below)).isTrue();
		assertThat(this.traced.test("jdbc.query", new Observation.Context())).isFalse();
	}

	@Test
	void spansSayWhereTheyComeFromAndMetricsDoNot() {
		Observation.Context context = this.tracing.placeOfSpans("dev", "7", "pod-1").map(new Observation.Context());
		assertThat(context.getHighCardinalityKeyValue("slipway.environment").getValue()).isEqualTo("dev");
		assertThat(context.getHighCardinalityKeyValue("slipway.release").getValue()).isEqualTo("7");
		assertThat(context.getHighCardinalityKeyValue("slipway.pod").getValue()).isEqualTo("pod-1");
		assertThat(context.getLowCardinalityKeyValues()).isEmpty();
	}

	private static ServerRequestObservationContext request(String path) {
		return new ServerRequestObservationContext(new MockHttpServletRequest("GET", path),
				new MockHttpServletResponse());
	}

}
