package dev.slipway.jenkins.adapter;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import dev.slipway.access.Token;
import dev.slipway.access.TokenStore;
import dev.slipway.access.Tokens;
import dev.slipway.access.Users;
import dev.slipway.jenkins.MadeThings;
import dev.slipway.jenkins.PipelinePlan;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.pipeline.adapter.PipelineAccess;
import dev.slipway.repository.Repositories;
import dev.slipway.test.Databases;
import org.jspecify.annotations.NullUnmarked;

/** Provisioning with a database in memory and a clock of its own, on any Jenkins. */
@NullUnmarked
final class ProvisioningLab {

	static final PipelinePlan.Library LIBRARY = new PipelinePlan.Library("slipway",
			"http://git.example.com/platform/library.git", "1.0", "pipeline-library/", "");

	volatile Instant now = Instant.parse("2026-11-21T20:00:00Z");

	final Clock clock = new Clock() {
		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			return ProvisioningLab.this.now;
		}
	};

	final DataSource database;

	final MadeThings made;

	final BuildStore builds;

	final Map<String, Token> valid = new ConcurrentHashMap<>();

	final Tokens tokens;

	final JenkinsClient client;

	final ServiceTokens serviceTokens;

	final Provisioning provisioning;

	final InstalledPlugins plugins;

	ProvisioningLab(JenkinsSettings settings, DataSource database, String platformUrl, PipelinePlan.Library library) {
		this(settings, database, platformUrl, library, null);
	}

	/** All services have the same repository. */
	ProvisioningLab(JenkinsSettings settings, DataSource database, String platformUrl, PipelinePlan.Library library,
			String repository) {
		this.database = database;
		this.made = new JdbcMadeThings(Databases.client(database));
		this.builds = PipelineAccess.store(database);
		this.tokens = new Tokens(new Store(), (Users) null, this.clock);
		this.client = new JenkinsClient(settings, this.clock, (time) -> true);
		this.plugins = new InstalledPlugins(this.client, this.clock);
		this.serviceTokens = new ServiceTokens(this.client, this.plugins, this.tokens, this.made, Duration.ofDays(90),
				() -> "events-key", this.clock);
		PipelinePlan plan = new PipelinePlan(platformUrl, Duration.ofHours(1), 50, library);
		this.provisioning = new Provisioning(this.client, this.plugins, this.serviceTokens,
				new Folders(this.client, plan, this.made, this.clock), plan, this.made, this.builds,
				repositories(repository), 4);
	}

	/** Looks after pipelines as the platform does, so many at once. */
	Keeper keeper(int atOnce) {
		return new Keeper(this.provisioning, this.serviceTokens, this.made, this.builds,
				new Leader(Databases.client(this.database), this.clock, Leader.Task.KEEPING), atOnce);
	}

	static ProvisioningLab on(JenkinsDouble jenkins) {
		return new ProvisioningLab(settings(jenkins), Databases.memory(), "http://localhost:8080", LIBRARY);
	}

	static JenkinsSettings settings(JenkinsDouble jenkins) {
		return new JenkinsSettings(jenkins.server.url(), "admin", "token", true, null, Duration.ofSeconds(30),
				Duration.ofSeconds(60));
	}

	private static Repositories repositories(String repository) {
		return (Repositories) Proxy.newProxyInstance(ProvisioningLab.class.getClassLoader(),
				new Class<?>[] { Repositories.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("cloneUrl")) {
						return (repository != null) ? repository
								: "http://localhost:8080/git/" + arguments[0] + "/" + arguments[1] + ".git";
					}
					throw new UnsupportedOperationException(method.getName());
				});
	}

	private final class Store implements TokenStore {

		@Override
		public void add(Token token, String hash) {
			ProvisioningLab.this.valid.put(token.id(), token);
		}

		@Override
		public Optional<Token> find(String hash) {
			return Optional.empty();
		}

		@Override
		public Optional<Token> take(Token.Kind kind, String hash) {
			return Optional.empty();
		}

		@Override
		public List<Token> list(Token.Kind kind) {
			return List.copyOf(ProvisioningLab.this.valid.values());
		}

		@Override
		public boolean remove(String id) {
			return ProvisioningLab.this.valid.remove(id) != null;
		}

		@Override
		public void used(String id, Instant at) {
			// nobody asks
		}

		@Override
		public void purge(Instant now) {
			// those that ended are worthless anyway
		}

	}

}
