package dev.slipway.notification.adapter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.slipway.access.Vault;
import dev.slipway.notification.Channel;
import dev.slipway.notification.Channel.Settings;
import dev.slipway.notification.ChannelStore;
import dev.slipway.notification.EventKind;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;

/**
 * Channels in the table {@code notification_channel}. Addresses carry tokens as keys do:
 * both are sealed.
 */
final class JdbcChannelStore implements ChannelStore {

	private static final String URL = "notification_channel.url";

	private static final String SECRET = "notification_channel.secret";

	private final JdbcClient jdbc;

	private final Vault vault;

	JdbcChannelStore(JdbcClient jdbc, Vault vault) {
		this.jdbc = jdbc;
		this.vault = vault;
	}

	/**
	 * Seals what is in the clear, or was sealed with another key than the first.
	 * @return the names of those that no key opens
	 */
	List<String> seal() {
		List<String> closed = new ArrayList<>();
		this.jdbc.sql("SELECT id, name, url, secret FROM notification_channel")
			.query((row, index) -> new Sealed(row.getLong("id"), row.getString("name"), row.getString("url"),
					row.getString("secret")))
			.list()
			.forEach((one) -> {
				if (!seal(one)) {
					closed.add(one.name());
				}
			});
		return closed;
	}

	private boolean seal(Sealed one) {
		Optional<String> url = this.vault.open(URL, one.url());
		Optional<String> secret = this.vault.open(SECRET, one.secret());
		if (url.isEmpty() || secret.isEmpty()) {
			return false;
		}
		if (!this.vault.isCurrent(one.url()) || !this.vault.isCurrent(one.secret())) {
			// Whoever changes it at the same time, or seals it too, comes first.
			this.jdbc
				.sql("UPDATE notification_channel SET url = :url, secret = :secret "
						+ "WHERE id = :id AND url = :oldUrl AND secret = :oldSecret")
				.param("url", this.vault.seal(URL, url.get()))
				.param("secret", this.vault.seal(SECRET, secret.get()))
				.param("id", one.id())
				.param("oldUrl", one.url())
				.param("oldSecret", one.secret())
				.update();
		}
		return true;
	}

	@Override
	public Channel add(Settings settings, String by, Instant at) {
		KeyHolder key = new GeneratedKeyHolder();
		try {
			with("""
					INSERT INTO notification_channel
					    (name, kind, url, secret, teams, environments, events, enabled, made_by, made_at)
					VALUES (:name, :kind, :url, :secret, :teams, :environments, :events, :enabled, :by, :at)""",
					settings)
				.param("by", by)
				.param("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
				.update(key, "id");
		}
		catch (DuplicateKeyException ex) {
			throw taken(settings, ex);
		}
		return find(Objects.requireNonNull(key.getKey()).longValue()).orElseThrow();
	}

	@Override
	public void update(long id, Settings settings) {
		try {
			with("""
					UPDATE notification_channel SET name = :name, kind = :kind, url = :url, secret = :secret,
					    teams = :teams, environments = :environments, events = :events, enabled = :enabled
					WHERE id = :id""", settings).param("id", id).update();
		}
		catch (DuplicateKeyException ex) {
			throw taken(settings, ex);
		}
	}

	@Override
	public void remove(long id) {
		this.jdbc.sql("DELETE FROM notification_channel WHERE id = :id").param("id", id).update();
	}

	@Override
	public Optional<Channel> find(long id) {
		return this.jdbc.sql("SELECT * FROM notification_channel WHERE id = :id")
			.param("id", id)
			.query(this::row)
			.optional();
	}

	@Override
	public List<Channel> all() {
		return this.jdbc.sql("SELECT * FROM notification_channel ORDER BY name").query(this::row).list();
	}

	private JdbcClient.StatementSpec with(String sql, Settings settings) {
		return this.jdbc.sql(sql)
			.param("name", settings.name())
			.param("kind", settings.kind().name())
			.param("url", this.vault.seal(URL, settings.url()))
			.param("secret", this.vault.seal(SECRET, settings.secret()))
			.param("teams", join(settings.teams()))
			.param("environments", join(settings.environments()))
			.param("events", join(settings.events().stream().map(EventKind::name).toList()))
			.param("enabled", settings.enabled());
	}

	private static IllegalStateException taken(Settings settings, DuplicateKeyException ex) {
		return new IllegalStateException("There is a channel " + settings.name(), ex);
	}

	private Channel row(ResultSet row, int index) throws SQLException {
		Set<EventKind> events = split(row.getString("events")).stream()
			.map(EventKind::valueOf)
			.collect(Collectors.toSet());
		Settings settings = new Settings(row.getString("name"), Channel.Kind.valueOf(row.getString("kind")),
				this.vault.open(URL, row.getString("url")).orElse(""),
				this.vault.open(SECRET, row.getString("secret")).orElse(""), split(row.getString("teams")),
				split(row.getString("environments")), events, row.getBoolean("enabled"));
		return new Channel(row.getLong("id"), settings, row.getString("made_by"),
				row.getObject("made_at", OffsetDateTime.class).toInstant());
	}

	private static String join(Collection<String> names) {
		return names.stream().sorted().collect(Collectors.joining(" "));
	}

	private static Set<String> split(String names) {
		return Stream.of(names.split(" ")).filter((name) -> !name.isBlank()).collect(Collectors.toSet());
	}

	/** As it is kept. */
	private record Sealed(long id, String name, String url, String secret) {
	}

}
