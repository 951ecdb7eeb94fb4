package dev.slipway.platform;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.simpleclient.bridge.SimpleclientCollector;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the features' own metrics, written with simpleclient, into the same scrape. */
@Configuration(proxyBeanMethods = false)
class OwnMetrics {

	@Bean
	SimpleclientCollector domainMetrics(PrometheusRegistry registry) {
		return SimpleclientCollector.builder().collectorRegistry(CollectorRegistry.defaultRegistry).register(registry);
	}

}
