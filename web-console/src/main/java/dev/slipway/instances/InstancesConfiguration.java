package dev.slipway.instances;

import java.time.Duration;

import de.codecentric.boot.admin.server.config.EnableAdminServer;
import de.codecentric.boot.admin.server.services.InstanceRegistry;
import dev.slipway.observability.ScrapeTargets;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Mounts Spring Boot Admin and keeps its list of instances. */
@Configuration(proxyBeanMethods = false)
@EnableAdminServer
class InstancesConfiguration {

	@Bean
	InstancesLifecycle instancesLifecycle(ScrapeTargets targets, InstanceRegistry registry,
			@Value("${slipway.instances.interval:3s}") Duration interval) {
		return new InstancesLifecycle(new PodInstances(targets, registry), interval);
	}

}
