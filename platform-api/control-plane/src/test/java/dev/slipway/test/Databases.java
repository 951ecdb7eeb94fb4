package dev.slipway.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The databases that the platform runs on, for the contract of every store that speaks
 * JDBC. Each call of {@link #fresh()} gives an empty one with all migrations of the class
 * path. A contract runs on both like this:
 *
 * <pre>
 * &#64;ParameterizedClass
 * &#64;EnumSource(Databases.class)
 * class JdbcCatalogTest {
 *
 *     private final Catalog catalog;
 *
 *     JdbcCatalogTest(Databases database) {
 *         this.catalog = new JdbcCatalog(JdbcClient.create(database.fresh()));
 *     }
 *
 *     &#64;Test
 *     void keepsWhatWasAdded() …
 * }
 * </pre>
 *
 * PostgreSQL is started once a JVM and is a real server; {@link #shared()} saves the time
 * of making a database where tests do not disturb each other.
 */
public enum Databases {

	/** A file, with the options of production. */
	H2 {
		@Override
		DataSource create(String name) {
			Path folder = temporaryFolder();
			String url = "jdbc:h2:file:" + folder.resolve(name)
					+ ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;LOCK_TIMEOUT=10000";
			return migrated(pool(url));
		}
	},

	/** A real server from the artifact registry. */
	POSTGRESQL {
		@Override
		DataSource create(String name) {
			EmbeddedPostgres server = Server.INSTANCE;
			try (Connection connection = server.getPostgresDatabase().getConnection();
					Statement statement = connection.createStatement()) {
				statement.execute("CREATE DATABASE " + name + " TEMPLATE " + Server.TEMPLATE);
			}
			catch (SQLException ex) {
				throw new IllegalStateException("Cannot create the database " + name, ex);
			}
			return server.getDatabase("postgres", name);
		}
	};

	private static final AtomicInteger COUNT = new AtomicInteger();

	private DataSource shared;

	/** A new, migrated, empty database. */
	public DataSource fresh() {
		return create("slipway_" + COUNT.incrementAndGet());
	}

	/** One migrated database for the whole JVM. */
	public synchronized DataSource shared() {
		if (this.shared == null) {
			this.shared = fresh();
		}
		return this.shared;
	}

	/** A migrated database in memory, for tests that do not test a store. */
	public static DataSource memory() {
		return migrated(pool("jdbc:h2:mem:slipway_" + COUNT.incrementAndGet()
				+ ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1"));
	}

	/** A client that joins transactions of {@link #transactions}. */
	public static JdbcClient client(DataSource dataSource) {
		return JdbcClient.create(dataSource);
	}

	/** Transactions as Spring makes them. */
	public static TransactionTemplate transactions(DataSource dataSource) {
		return new TransactionTemplate(new JdbcTransactionManager(dataSource));
	}

	abstract DataSource create(String name);

	private static DataSource pool(String url) {
		JdbcConnectionPool pool = JdbcConnectionPool.create(url, "slipway", "");
		pool.setMaxConnections(32);
		return pool;
	}

	private static DataSource migrated(DataSource dataSource) {
		Flyway.configure().dataSource(dataSource).outOfOrder(true).load().migrate();
		return dataSource;
	}

	private static Path temporaryFolder() {
		try {
			Path folder = Files.createTempDirectory("slipway-h2-");
			folder.toFile().deleteOnExit();
			return folder;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Started by the first test that asks. */
	private static final class Server {

		static final String TEMPLATE = "slipway_template";

		static final EmbeddedPostgres INSTANCE = start();

		private static EmbeddedPostgres start() {
			try {
				EmbeddedPostgres server = EmbeddedPostgres.builder()
					.setServerConfig("fsync", "off")
					.setServerConfig("max_connections", "200")
					.start();
				try (Connection connection = server.getPostgresDatabase().getConnection();
						Statement statement = connection.createStatement()) {
					statement.execute("CREATE DATABASE " + TEMPLATE);
				}
				migrated(server.getDatabase("postgres", TEMPLATE));
				return server;
			}
			catch (IOException | SQLException ex) {
				throw new IllegalStateException("Cannot start PostgreSQL", ex);
			}
		}

	}

}
