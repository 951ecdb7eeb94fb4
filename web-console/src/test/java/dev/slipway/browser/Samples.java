package dev.slipway.browser;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import dev.slipway.observability.LogPosition;
import dev.slipway.observability.Origin;
import dev.slipway.observability.logs.LogRecord;
import dev.slipway.observability.logs.LogStore;
import dev.slipway.pipeline.BuildInput;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.pipeline.Pipelines;
import dev.slipway.repository.Repositories;
import dev.slipway.repository.Repositories.TreeFile;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.strategy.Strategy;
import dev.slipway.test.RunningPlatform;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

/**
 * Services to look at. Their repositories, pipelines and builds are real, with
 * Jenkinsfiles that need no Maven; releases, which would need an image, are put into the
 * platform's own store, log records and spans sent as pods would.
 */
final class Samples {

	static final String TRACE = "5af7183fb1d4cf5f4c3d2b1a00112233";

	private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

	private final RunningPlatform platform;

	private boolean rich;

	private boolean released;

	private @Nullable MovingReleases skippers;

	private @Nullable StillBuilds kites;

	Samples(RunningPlatform platform) {
		this.platform = platform;
	}

	/** A repository that no onboarding has made. */
	void repository(String team, String name, String jenkinsfile) {
		Map<String, TreeFile> tree = Map.of("Jenkinsfile",
				new TreeFile(jenkinsfile.getBytes(StandardCharsets.UTF_8), false));
		bean(Repositories.class).create(team, name, tree, "ada", "First commit", "sample");
	}

	/** A service with a pipeline, whose first build starts by itself. */
	void service(String team, String name, String jenkinsfile) {
		repository(team, name, jenkinsfile);
		Repositories repositories = bean(Repositories.class);
		bean(Catalog.class).add(new Service(name, team, "Sends " + name + ".", "spring-boot-service",
				repositories.cloneUrl(team, name), "ada", Instant.now()));
		bean(Pipelines.class).ensure(team, name);
	}

	/** Waits for the end of the first build of a service. */
	BuildStatus firstBuild(String service) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(90))
			.until(() -> bean(BuildStore.class).find(service, 1).filter((build) -> build.status().ended()).isPresent());
		return bean(BuildStore.class).find(service, 1).orElseThrow().status();
	}

	/** Lets the first build of a service wait for a person. */
	void ask(String service, String question, String label) {
		bean(BuildStore.class).saveInput(service, 1,
				new BuildInput("Approve", question, label, List.of(), Set.of(), Instant.now(), null));
	}

	/** The service {@code parcels} of team {@code shop}, with something on every page. */
	synchronized void parcels() {
		if (this.rich) {
			return;
		}
		service("shop", "parcels", "node { stage('Pack') { sh 'echo packing parcels' } }");
		release("parcels", Outcome.SUCCEEDED, "Release 1 is stable with 2 pods");
		release("parcels", Outcome.FAILED, "0 of 2 pods became ready within 120 s");
		release("parcels", Outcome.SUCCEEDED, "Release 3 is stable with 2 pods");
		records();
		spans();
		firstBuild("parcels");
		this.rich = true;
	}

	/** Releases that stand still: one failed, one in flight, one warm. */
	synchronized void releases() {
		parcels();
		if (this.released) {
			return;
		}
		this.released = true;
		still().failed("parcels");
		for (String service : List.of("harbour", "lanterns")) {
			repository("shop", service, "node { }");
			bean(Catalog.class).add(new Service(service, "shop", "Lights the " + service + ".", "spring-boot-service",
					"http://localhost/git/shop/" + service + ".git", "ada", Instant.now()));
			still().promoted(service);
		}
		still().canary("harbour");
		still().warm("lanterns");
	}

	/**
	 * The service {@code skippers}, which runs; made with the first test that needs it.
	 */
	synchronized MovingReleases skippers() {
		if (this.skippers == null) {
			this.skippers = new MovingReleases(this.platform, "skippers");
		}
		return this.skippers;
	}

	/** The service {@code kites}, which has a past of builds. */
	synchronized StillBuilds kites() {
		if (this.kites == null) {
			this.kites = new StillBuilds(this.platform);
		}
		return this.kites;
	}

	StillReleases still() {
		return new StillReleases(this.platform);
	}

	private void release(String service, Outcome outcome, String reason) {
		Release.Draft draft = new Release.Draft(service, "dev", "shop",
				"localhost:5000/shop/" + service + "@sha256:" + "ab".repeat(32), COMMIT, 1, 2, Strategy.defaults(),
				"[]", null, "ada", Instant.now());
		ReleaseStore store = bean(ReleaseStore.class);
		store.record(store.add(draft, (added) -> {
		}), outcome, reason);
	}

	private void records() {
		Origin origin = new Origin("parcels", "shop", "dev", "1", "parcels-r1-abcde");
		Instant now = Instant.now();
		LogRecord fine = new LogRecord(now.minusSeconds(60), "Packed parcel 7", "INFO", "com.example.Parcels", TRACE,
				"4c3d2b1a00112233", null, origin, Map.of("parcel", "7"), "sample", new LogPosition(now, 1));
		LogRecord bad = new LogRecord(now.minusSeconds(30), "The van is full", "ERROR", "com.example.Van", null, null,
				"java.lang.IllegalStateException: full\n\tat com.example.Van.load(Van.java:7)", origin, Map.of(),
				"sample", new LogPosition(now, 2));
		bean(LogStore.class).append(List.of(fine, bad));
	}

	private void spans() {
		long micros = Instant.now().minusSeconds(60).toEpochMilli() * 1000;
		String spans = """
				[{"traceId":"%1$s","id":"00000000000000a1","kind":"SERVER","name":"http post /parcels",
				  "timestamp":%2$d,"duration":100000,"localEndpoint":{"serviceName":"parcels"}},
				 {"traceId":"%1$s","id":"00000000000000a2","parentId":"00000000000000a1","kind":"CLIENT",
				  "name":"http get /stock","timestamp":%3$d,"duration":50000,
				  "localEndpoint":{"serviceName":"parcels"},"tags":{"error":"timeout"}}]
				""".formatted(TRACE, micros, micros + 25_000);
		RestClient.create(this.platform.url())
			.post()
			.uri("/api/v2/spans")
			.contentType(MediaType.APPLICATION_JSON)
			.body(spans)
			.retrieve()
			.toBodilessEntity();
	}

	private <T> T bean(Class<T> type) {
		return this.platform.bean(type);
	}

}
