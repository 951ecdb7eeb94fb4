package dev.slipway.environments.adapter;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import dev.slipway.environments.Environment;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Runs a real server. */
@NullUnmarked
class PostgresServerTest {

	private static final Environment DEV = new Environment("dev", "local");

	@TempDir
	Path folder;

	private PostgresServer server;

	@BeforeEach
	void folder() {
		this.server = new PostgresServer(this.folder.resolve("postgres"));
	}

	@AfterEach
	void stop() {
		this.server.stopServer();
	}

	@Test
	void givesEachServiceItsOwnDatabaseAndSurvivesThePlatform() throws Exception {
		assertThat(this.server.initialised()).isFalse();
		AdminAccess access = this.server.start();
		PostgresDatabases databases = new PostgresDatabases((environment) -> this.server.start());
		String url = databases.ensure(DEV, "orders_dev", "it's secret");
		assertThat(databases.ensure(DEV, "orders_dev", "it's secret")).isEqualTo(url);
		try (Connection connection = DriverManager.getConnection(url, "orders_dev", "it's secret");
				Statement statement = connection.createStatement()) {
			statement.execute("CREATE TABLE kept (id INT)");
		}
		String other = databases.ensure(DEV, "stock_dev", "other");
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> DriverManager.getConnection(other, "orders_dev", "it's secret").close());
		assertThatIllegalArgumentException().isThrownBy(() -> databases.ensure(DEV, "x\"; DROP", "y"));

		PostgresServer next = new PostgresServer(this.folder.resolve("postgres"));
		assertThat(next.start()).as("adopted by the next platform").isEqualTo(access);
		next.stopServer();
		assertThat(next.runningPort()).isEmpty();
		assertThat(next.start()).as("started again at its port").isEqualTo(access);
		try (Connection connection = DriverManager.getConnection(url, "orders_dev", "it's secret");
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM kept")) {
			assertThat(rows.next()).isTrue();
		}

		databases.remove(DEV, "orders_dev");
		databases.remove(DEV, "orders_dev");
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> DriverManager.getConnection(url, "orders_dev", "it's secret").close());
	}

}
