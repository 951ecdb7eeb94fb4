package dev.slipway.api.adapter;

import java.time.Clock;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires what every REST controller shares. */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

	@Bean
	SseLiveEvents liveEvents() {
		return new SseLiveEvents();
	}

	/** After the security filter, which knows the actor. */
	@Bean
	FilterRegistrationBean<IdempotencyFilter> idempotency(JdbcClient jdbc, Clock clock) {
		IdempotencyFilter filter = new IdempotencyFilter(new IdempotencyStore(jdbc), new ProblemWriter(), clock);
		FilterRegistrationBean<IdempotencyFilter> registration = new FilterRegistrationBean<>(filter);
		registration.addUrlPatterns("/api/v1/*");
		registration.setOrder(10);
		return registration;
	}

}
