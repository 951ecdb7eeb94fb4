package dev.slipway.catalog.adapter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The catalog by JDBC. */
@Repository
class JdbcCatalog implements Catalog {

	private final JdbcClient jdbc;

	JdbcCatalog(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Override
	public Optional<Service> find(String name) {
		return this.jdbc.sql("SELECT * FROM catalog_service WHERE name = :name")
			.param("name", name)
			.query((rows, number) -> service(rows))
			.optional();
	}

	@Override
	public List<Service> search(String query, String team, String afterName, int limit) {
		return team.isEmpty() ? search(query, "", Set.of(""), afterName, limit)
				: search(query, "AND team IN (:teams)", Set.of(team), afterName, limit);
	}

	@Override
	public List<Service> search(String query, Set<String> teams, String afterName, int limit) {
		return teams.isEmpty() ? List.of() : search(query, "AND team IN (:teams)", teams, afterName, limit);
	}

	private List<Service> search(String query, String restriction, Set<String> teams, String afterName, int limit) {
		String sql = """
				SELECT * FROM catalog_service
				WHERE name > :after
				  AND (name LIKE :query ESCAPE '!' OR team LIKE :query ESCAPE '!'
				       OR LOWER(description) LIKE :query ESCAPE '!')
				%s
				ORDER BY name
				LIMIT :limit""".formatted(restriction);
		JdbcClient.StatementSpec statement = this.jdbc.sql(sql)
			.param("after", afterName)
			.param("query", pattern(query))
			.param("limit", limit);
		if (!restriction.isEmpty()) {
			statement = statement.param("teams", teams);
		}
		return statement.query((rows, number) -> service(rows)).list();
	}

	@Override
	public void add(Service service) {
		if (find(service.name()).isPresent()) {
			return;
		}
		try {
			this.jdbc.sql("""
					INSERT INTO catalog_service (name, team, description, template, clone_url, created_by, created_at)
					VALUES (:name, :team, :description, :template, :cloneUrl, :createdBy, :createdAt)""")
				.param("name", service.name())
				.param("team", service.team())
				.param("description", service.description())
				.param("template", service.template())
				.param("cloneUrl", service.cloneUrl())
				.param("createdBy", service.createdBy())
				.param("createdAt", service.createdAt().atOffset(ZoneOffset.UTC))
				.update();
		}
		catch (DuplicateKeyException ex) {
			// somebody else was quicker
		}
	}

	@Override
	public void remove(String name) {
		this.jdbc.sql("DELETE FROM catalog_service WHERE name = :name").param("name", name).update();
	}

	private static String pattern(String query) {
		return "%" + query.toLowerCase(Locale.ROOT).replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
	}

	private static Service service(ResultSet rows) throws SQLException {
		return new Service(rows.getString("name"), rows.getString("team"), rows.getString("description"),
				rows.getString("template"), rows.getString("clone_url"), rows.getString("created_by"),
				rows.getObject("created_at", OffsetDateTime.class).toInstant());
	}

}
