package dev.slipway.access.adapter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import dev.slipway.access.Role;
import dev.slipway.access.User;
import dev.slipway.access.Users;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Users in the table {@code access_user}. */
class JdbcUsers implements Users {

	private final JdbcClient jdbc;

	JdbcUsers(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Override
	public Optional<User> find(String name) {
		return this.jdbc.sql("select * from access_user where name = :name")
			.param("name", name)
			.query(JdbcUsers::map)
			.optional();
	}

	@Override
	public List<User> all() {
		return this.jdbc.sql("select * from access_user order by name").query(JdbcUsers::map).list();
	}

	@Override
	public void save(User user) {
		if (update(user) == 0) {
			try {
				insert(user);
			}
			catch (DuplicateKeyException ex) {
				update(user);
			}
		}
	}

	@Override
	public boolean remove(String name) {
		return this.jdbc.sql("delete from access_user where name = :name").param("name", name).update() > 0;
	}

	private int update(User user) {
		return this.jdbc.sql("update access_user set role = :role, teams = :teams where name = :name")
			.param("role", user.role().name())
			.param("teams", join(user.teams()))
			.param("name", user.name())
			.update();
	}

	private void insert(User user) {
		this.jdbc.sql("insert into access_user (name, role, teams, created_at) values (:name, :role, :teams, :at)")
			.param("name", user.name())
			.param("role", user.role().name())
			.param("teams", join(user.teams()))
			.param("at", Timestamp.from(user.createdAt()))
			.update();
	}

	private static User map(ResultSet row, int number) throws SQLException {
		return new User(row.getString("name"), Role.valueOf(row.getString("role")), split(row.getString("teams")),
				row.getTimestamp("created_at").toInstant());
	}

	static String join(Set<String> teams) {
		return String.join(" ", new TreeSet<>(teams));
	}

	static Set<String> split(String teams) {
		return teams.isBlank() ? Set.of() : Set.of(teams.trim().split(" "));
	}

}
