package dev.slipway.catalog.web;

import java.time.Instant;
import java.util.Map;

import dev.slipway.catalog.Service;

/**
 * A service as the API shows it.
 *
 * @param links where more of it is
 */
record ServiceView(String name, String team, String description, String template, String cloneUrl, String createdBy,
		Instant createdAt, Map<String, String> links) {

	static ServiceView of(Service service) {
		String self = "/api/v1/services/" + service.name();
		return new ServiceView(service.name(), service.team(), service.description(), service.template(),
				service.cloneUrl(), service.createdBy(), service.createdAt(),
				Map.of("self", self, "builds", self + "/builds", "logs", self + "/logs", "metrics", self + "/metrics",
						"traces", self + "/traces"));
	}

}
