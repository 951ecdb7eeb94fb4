package ${{ values.package }};

import java.io.IOException;
import java.io.UncheckedIOException;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.test.context.DynamicPropertyRegistry;

/** A real PostgreSQL, started once for all tests. */
final class Postgres {

	private static final EmbeddedPostgres SERVER = start();

	private Postgres() {
	}

	static void register(DynamicPropertyRegistry registry) {
		registry.add("spring.datasource.url", () -> SERVER.getJdbcUrl("postgres", "postgres"));
		registry.add("spring.datasource.username", () -> "postgres");
		registry.add("spring.datasource.password", () -> "postgres");
		registry.add("management.tracing.export.enabled", () -> "false");
	}

	static String url() {
		return SERVER.getJdbcUrl("postgres", "postgres");
	}

	private static EmbeddedPostgres start() {
		try {
			return EmbeddedPostgres.builder().start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("PostgreSQL did not start", ex);
		}
	}

}
