package dev.slipway.instances;

import java.net.URI;
import java.util.Optional;

import de.codecentric.boot.admin.server.domain.values.Registration;
import dev.slipway.observability.Origin;
import dev.slipway.observability.ScrapeTarget;

/**
 * Reads off a scrape target whether it is a Spring Boot service, and where it listens.
 */
final class ActuatorService {

	private static final String BASE = "/actuator";

	private ActuatorService() {
	}

	/**
	 * The target as an instance; empty when its metrics do not lie below
	 * {@code /actuator}, which other programs' do not.
	 */
	static Optional<Registration> of(ScrapeTarget target) {
		URI uri = target.uri();
		if (uri.getPath() == null || !uri.getPath().startsWith(BASE + "/")) {
			return Optional.empty();
		}
		String root = uri.getScheme() + "://" + uri.getAuthority();
		Origin origin = target.origin();
		Registration.Builder registration = Registration.create(origin.service(), root + BASE + "/health")
			.managementUrl(root + BASE)
			.serviceUrl(root + "/")
			.source("slipway");
		add(registration, "team", origin.team());
		add(registration, "environment", origin.environment());
		add(registration, "release", origin.release());
		add(registration, "pod", origin.pod());
		return Optional.of(registration.build());
	}

	private static void add(Registration.Builder registration, String key, String value) {
		if (!value.isEmpty()) {
			registration.metadata(key, value);
		}
	}

}
