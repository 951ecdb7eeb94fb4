package dev.slipway.database;

import java.nio.file.Path;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** The data source, unless one is configured, and how it is migrated. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

	/**
	 * Features number their migrations in ranges of their own, so they come in any order.
	 */
	@Bean
	FlywayConfigurationCustomizer migrationsInAnyOrder() {
		return (flyway) -> flyway.outOfOrder(true);
	}

	@Bean
	@Conditional(NoUrlConfigured.class)
	HikariDataSource dataSource(@Value("${slipway.state:.slipway}") Path state) {
		return new StateDatabase(state).open();
	}

	/** No {@code spring.datasource.url}. */
	static class NoUrlConfigured extends NoneNestedConditions {

		NoUrlConfigured() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnProperty("spring.datasource.url")
		static class UrlConfigured {

		}

	}

}
