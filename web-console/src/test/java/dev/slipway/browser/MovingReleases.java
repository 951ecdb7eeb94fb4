package dev.slipway.browser;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import dev.slipway.access.Role;
import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import dev.slipway.flow.Flows;
import dev.slipway.repository.Repositories;
import dev.slipway.repository.Repositories.TreeFile;
import dev.slipway.rollout.Forward;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseKind;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.strategy.GateSpec;
import dev.slipway.strategy.Hold;
import dev.slipway.strategy.Router;
import dev.slipway.strategy.Routing;
import dev.slipway.strategy.Strategy;
import dev.slipway.strategy.Strategy.Canary;
import dev.slipway.strategy.Strategy.CanaryStep;
import dev.slipway.strategy.Terms;
import dev.slipway.test.RunningPlatform;
import org.awaitility.Awaitility;

import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

/**
 * Releases of a real service on the platform's own cluster: a plain program, no
 * framework.
 */
final class MovingReleases {

	/** Never a measure: a busy machine starts the pods late. */
	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private static final String MANIFESTS = """
			apiVersion: apps/v1
			kind: Deployment
			metadata: {name: NAME}
			spec:
			  replicas: 2
			  selector: {matchLabels: {app.kubernetes.io/name: NAME}}
			  template:
			    metadata:
			      labels: {app.kubernetes.io/name: NAME}
			      annotations: {prometheus.io/scrape: "true", prometheus.io/port: "8080", prometheus.io/path: /actuator/prometheus}
			    spec:
			      terminationGracePeriodSeconds: 5
			      containers:
			        - name: app
			          image: NAME
			          ports: [{name: http, containerPort: 8080}]
			          envFrom: [{configMapRef: {name: NAME}}]
			          readinessProbe:
			            httpGet: {path: /, port: http}
			            periodSeconds: 1
			---
			apiVersion: v1
			kind: ConfigMap
			metadata: {name: NAME}
			data: {GREETING: Ahoy, FLEET_SIZE: "12"}
			---
			apiVersion: v1
			kind: Service
			metadata: {name: NAME}
			spec:
			  selector: {app.kubernetes.io/name: NAME}
			  ports: [{name: http, port: 8080, targetPort: http}]
			""";

	private final RunningPlatform platform;

	private final String service;

	/** Makes the service with its first release, and waits for that. */
	MovingReleases(RunningPlatform platform, String service) {
		this.platform = platform;
		this.service = service;
		Map<String, TreeFile> tree = Map.of("deploy/all.yaml",
				new TreeFile(MANIFESTS.replace("NAME", service).getBytes(StandardCharsets.UTF_8), false));
		Repositories repositories = bean(Repositories.class);
		repositories.create("shop", service, tree, "ada", "First commit", "sample");
		bean(Catalog.class).add(new Service(service, "shop", "Sends " + service + ".", "spring-boot-service",
				repositories.cloneUrl("shop", service), "ada", Instant.now()));
		String token = platform.token(Role.DEVELOPER, "shop");
		RestClient.create(platform.url())
			.post()
			.uri("/api/v1/services/" + service + "/environments/dev/releases")
			.header("Authorization", "Bearer " + token)
			.contentType(MediaType.APPLICATION_JSON)
			.body(Map.of("image", push()))
			.retrieve()
			.toBodilessEntity();
		await(1, Outcome.SUCCEEDED);
	}

	/**
	 * A canary with one step, which people let go on, of the same image as the first
	 * release.
	 */
	int canary() {
		Terms terms = new Terms(Duration.ZERO, PATIENCE, Duration.ofSeconds(1), Routing.of(Router.REPLICAS), List.of(),
				Terms.Newer.SUPERSEDES);
		Strategy strategy = new Canary(List.of(new CanaryStep(50, null, null, 0, new Hold(Duration.ZERO, true),
				List.of(new GateSpec("go", "approval", Map.of())))), Duration.ZERO, terms);
		Release.Draft first = bean(ReleaseStore.class).find(this.service, "dev", 1).orElseThrow().draft();
		Release.Draft next = new Release.Draft(this.service, "dev", "shop", first.image(), first.commit(), null, 2,
				strategy, first.manifests(), null, "ada", Instant.now());
		return bean(ReleaseStore.class)
			.add(next,
					(added) -> bean(Flows.class).start(bean(ReleaseKind.class), added.plan().flowId(),
							new Forward.Waiting(added.plan()), "Asked for by ada"))
			.number();
	}

	/** Waits until a release is in that phase and at that stage. */
	void await(int number, Class<?> phase, int stage) {
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> bean(Flows.class).find(bean(ReleaseKind.class), this.service + "/dev/" + number)
				.filter((flow) -> phase.isInstance(flow.state()) && flow.state().stage() == stage)
				.isPresent());
	}

	/** Waits until a release has come to rest with that outcome. */
	void await(int number, Outcome outcome) {
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> bean(Flows.class).find(bean(ReleaseKind.class), this.service + "/dev/" + number)
				.filter((flow) -> flow.ended())
				.isPresent()
					&& bean(ReleaseStore.class).find(this.service, "dev", number).orElseThrow().outcome() == outcome);
	}

	private String push() {
		try {
			Path classes = Path.of(PodProgram.class.getProtectionDomain().getCodeSource().getLocation().toURI());
			String file = PodProgram.class.getName().replace('.', '/') + ".class";
			String registry = this.platform.context().getEnvironment().getRequiredProperty("slipway.registry");
			var pushed = Jib.fromScratch()
				.addFileEntriesLayer(FileEntriesLayer.builder()
					.addEntry(classes.resolve(file), AbsoluteUnixPath.get("/app/" + file))
					.build())
				.setEntrypoint(List.of("java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx32m",
						"-cp", "app", PodProgram.class.getName()))
				.containerize(Containerizer.to(RegistryImage.named(registry + "/shop/" + this.service + ":1"))
					.setAllowInsecureRegistries(true)
					.setBaseImageLayersCache(this.platform.state().resolve("jib-base"))
					.setApplicationLayersCache(this.platform.state().resolve("jib-app")));
			return registry + "/shop/" + this.service + "@" + pushed.getDigest();
		}
		catch (IOException | URISyntaxException | InvalidImageReferenceException | RegistryException
				| CacheDirectoryCreationException | ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private <T> T bean(Class<T> type) {
		return this.platform.bean(type);
	}

}
