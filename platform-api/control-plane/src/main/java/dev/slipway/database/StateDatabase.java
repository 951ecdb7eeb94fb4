package dev.slipway.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

import com.zaxxer.hikari.HikariDataSource;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;

/**
 * The H2 file of a state directory. {@code WRITE_DELAY=0}: without it H2 acknowledges
 * commits that a {@code kill -9} loses.
 */
final class StateDatabase {

	private static final String OPTIONS = ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
			+ ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000";

	private final Path folder;

	StateDatabase(Path state) {
		this.folder = state.toAbsolutePath().normalize().resolve("db");
	}

	/**
	 * Opens the pool after a first connection has worked.
	 * @throws DatabaseUnusable when it does not
	 */
	HikariDataSource open() {
		makeFolder();
		JdbcDataSource h2 = new JdbcDataSource();
		h2.setURL("jdbc:h2:file:" + this.folder.resolve("slipway") + OPTIONS);
		h2.setUser("slipway");
		h2.setPassword("");
		HikariDataSource pool = new HikariDataSource();
		pool.setPoolName("slipway");
		pool.setDataSource(h2);
		pool.setMaximumPoolSize(16);
		pool.setMinimumIdle(1);
		tryOut(h2);
		return pool;
	}

	private Path file() {
		return this.folder.resolve("slipway.mv.db");
	}

	private void makeFolder() {
		if (this.folder.toString().contains(";")) {
			throw new DatabaseUnusable("The path " + this.folder + " holds a semicolon, which H2 cannot take.",
					"Choose another state directory (slipway.state).", null);
		}
		try {
			Files.createDirectories(this.folder);
		}
		catch (IOException ex) {
			throw unwritable(this.folder, ex);
		}
		Path tested = Files.exists(file()) ? file() : this.folder;
		if (!Files.isWritable(tested)) {
			throw unwritable(tested, null);
		}
	}

	private void tryOut(JdbcDataSource h2) {
		try (Connection connection = h2.getConnection()) {
			connection.isValid(1);
		}
		catch (SQLException ex) {
			throw unusable(ex);
		}
	}

	private DatabaseUnusable unusable(SQLException ex) {
		if (ex.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
			return new DatabaseUnusable("The state database " + file() + " is in use by another process.",
					"Stop the platform that runs with this state directory, or choose another (slipway.state).", ex);
		}
		return new DatabaseUnusable("The state database " + file() + " cannot be read: " + ex.getMessage(),
				"If the file is damaged, put back a copy of it, or move it away: the platform then starts with an "
						+ "empty database, and repositories, images and running pods in the state directory stay.",
				ex);
	}

	private static DatabaseUnusable unwritable(Path path, @Nullable IOException ex) {
		return new DatabaseUnusable(
				"The state directory cannot be written: " + path + ((ex != null) ? " (" + ex + ")" : ""),
				"Give the user " + System.getProperty("user.name")
						+ " the right to write there, or choose another state directory (slipway.state).",
				ex);
	}

}
