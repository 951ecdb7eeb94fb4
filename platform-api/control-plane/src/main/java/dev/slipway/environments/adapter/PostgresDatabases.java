package dev.slipway.environments.adapter;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Function;
import java.util.regex.Pattern;

import dev.slipway.environments.Environment;
import dev.slipway.environments.ServiceDatabases;

/** Makes databases and roles on a PostgreSQL as its administrator. */
final class PostgresDatabases implements ServiceDatabases {

	private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

	private final Function<Environment, AdminAccess> access;

	PostgresDatabases(Function<Environment, AdminAccess> access) {
		this.access = access;
	}

	@Override
	public String ensure(Environment environment, String name, String password) {
		AdminAccess admin = this.access.apply(environment);
		inside(admin, name, (connection) -> {
			boolean role = exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", name);
			try (Statement statement = connection.createStatement()) {
				// Data definition takes no parameters; name and password are checked.
				statement.execute((role ? "ALTER" : "CREATE") + " ROLE " + quoted(name) + " LOGIN PASSWORD '"
						+ password.replace("'", "''") + "'");
				if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", name)) {
					// An administrator who is no superuser has to be a member first.
					statement.execute("GRANT " + quoted(name) + " TO CURRENT_USER");
					statement.execute("CREATE DATABASE " + quoted(name) + " OWNER " + quoted(name));
				}
				statement.execute("REVOKE CONNECT ON DATABASE " + quoted(name) + " FROM PUBLIC");
			}
		});
		return admin.url(name);
	}

	@Override
	public void remove(Environment environment, String name) {
		inside(this.access.apply(environment), name, (connection) -> {
			try (Statement statement = connection.createStatement()) {
				statement.execute("DROP DATABASE IF EXISTS " + quoted(name) + " WITH (FORCE)");
				statement.execute("DROP ROLE IF EXISTS " + quoted(name));
			}
		});
	}

	private static void inside(AdminAccess admin, String name, Work work) {
		if (!NAME.matcher(name).matches()) {
			throw new IllegalArgumentException("\"" + name + "\" is no name for a database");
		}
		try (Connection connection = DriverManager.getConnection(admin.url(), admin.username(), admin.password())) {
			work.with(connection);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(
					"PostgreSQL at " + admin.url() + " refused the database " + name + ": " + ex.getMessage(), ex);
		}
	}

	private static boolean exists(Connection connection, String query, String name) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(query)) {
			statement.setString(1, name);
			try (ResultSet rows = statement.executeQuery()) {
				return rows.next();
			}
		}
	}

	private static String quoted(String name) {
		return '"' + name + '"';
	}

	private interface Work {

		void with(Connection connection) throws SQLException;

	}

}
