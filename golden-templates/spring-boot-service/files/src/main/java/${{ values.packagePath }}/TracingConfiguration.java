package ${{ values.package }};

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationPredicate;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/** Which work is traced, and what each span says of the place it comes from. */
@Configuration(proxyBeanMethods = false)
class TracingConfiguration {

	/**
	 * Probes and scrapes come every few seconds and would bury the users' requests, in the
	 * traces and in the request rate. What they ask of the database has no request above it.
	 */
	@Bean
	ObservationPredicate usersRequestsOnly() {
		return (name, context) -> {
			if (context instanceof ServerRequestObservationContext request) {
				return !request.getCarrier().getRequestURI().startsWith("/actuator");
			}
			return !name.startsWith("jdbc.")
					|| (context.getParentObservation() instanceof Observation above && !above.isNoop());
		};
	}

	/** High-cardinality values go to spans and never become labels of a metric. */
	@Bean
	ObservationFilter placeOfSpans(@Value("${SLIPWAY_ENVIRONMENT:local}") String environment,
			@Value("${SLIPWAY_RELEASE:local}") String release, @Value("${HOSTNAME:local}") String pod) {
		KeyValues place = KeyValues.of("slipway.environment", environment, "slipway.release", release, "slipway.pod",
				pod);
		return (context) -> placed(context, place);
	}

	private static Observation.Context placed(Observation.Context context, KeyValues place) {
		context.addHighCardinalityKeyValues(place);
		return context;
	}

}
