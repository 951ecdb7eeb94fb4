package dev.slipway.rollout.adapter;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseSecrets.SecretSeen;
import dev.slipway.rollout.ReleaseSecrets.State;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/** Secrets that travel with releases, on the local cluster's API and controllers. */
@NullUnmarked
class SecretReleasesTest {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final String DEPLOY = """
			apiVersion: apps/v1
			kind: Deployment
			metadata: {name: NAME}
			spec:
			  replicas: 1
			  selector: {matchLabels: {app.kubernetes.io/name: NAME}}
			  template:
			    metadata: {labels: {app.kubernetes.io/name: NAME}}
			    spec:
			      containers:
			        - name: app
			          image: NAME
			          ports: [{name: http, containerPort: 8080}]
			          envFrom: [{secretRef: {name: NAME}}, {secretRef: {name: NAME-mail, optional: true}}]
			          env: [{name: URL, valueFrom: {secretKeyRef: {name: NAME-database, key: url}}}]
			          volumeMounts: [{name: keys, mountPath: /keys}]
			      volumes: [{name: keys, secret: {secretName: NAME-keys}}]
			---
			{apiVersion: v1, kind: Secret, metadata: {name: NAME}, stringData: {C: d}}
			---
			apiVersion: v1
			kind: Service
			metadata: {name: NAME}
			spec: {selector: {app.kubernetes.io/name: NAME}, ports: [{name: http, port: 8080, targetPort: http}]}
			---
			apiVersion: batch/v1
			kind: CronJob
			metadata: {name: NAME-nightly}
			spec:
			  schedule: "0 3 * * *"
			  jobTemplate:
			    spec:
			      template:
			        spec:
			          restartPolicy: Never
			          containers: [{name: app, image: b, envFrom: [{secretRef: {name: NAME-database}}]}]
			""";

	private static final String PINNED = "spec: {strategy: rolling, secrets: {NAME-database: pin, NAME-keys: follow, "
			+ "NAME-mail: pin}}";

	@TempDir
	static Path folder;

	private static SimulatedReleases releases;

	private String service;

	@BeforeAll
	static void start() throws Exception {
		releases = new SimulatedReleases(folder);
	}

	@AfterAll
	static void stop() {
		releases.close();
	}

	@Test
	void keepsAPinnedValueForItsReleaseAndGoesBackToIt() {
		this.service = "pinning";
		set("pinning-database", "one");
		set("pinning-keys", "k");
		Release first = release();
		assertThat(secret("pinning-database-r1")).satisfies((copy) -> {
			assertThat(copy.getData()).isEqualTo(secret("pinning-database").getData());
			assertThat(copy.getImmutable()).isTrue();
			assertThat(copy.getMetadata().getOwnerReferences()).singleElement()
				.satisfies((owner) -> assertThat(owner.getName()).isEqualTo("pinning-r1"));
		});
		assertThat(database(pod(1))).isEqualTo("pinning-database-r1");
		assertThat(pod(1).getSpec().getVolumes()).anySatisfy(
				(volume) -> assertThat(volume.getSecret().getSecretName()).as("it follows").isEqualTo("pinning-keys"));
		assertThat(secret("pinning-mail-r1")).as("there is none, and pods start without").isNull();
		assertThat(nightly()).as("it runs the stable release").isEqualTo("pinning-database-r1");
		set("pinning-database", "two");
		release();
		assertThat(value("pinning-database-r2")).isEqualTo("two");
		assertThat(value("pinning-database-r1")).isEqualTo("one");
		Release back = releases.back(first);
		assertThat(releases.drive(back)).isEqualTo(Outcome.SUCCEEDED);
		assertThat(value("pinning-database-r3")).as("what release 1 had").isEqualTo("one");
		assertThat(database(pod(3))).isEqualTo("pinning-database-r3");
		assertThat(nightly()).isEqualTo("pinning-database-r3");
	}

	@Test
	void showsWhatAReleaseHasButNoValue() {
		this.service = "shown";
		set("shown-database", "hidden");
		Release first = release();
		KubernetesSecrets secrets = new KubernetesSecrets(releases.reach());
		List<SecretSeen> seen = secrets.look(first);
		assertThat(seen).extracting(SecretSeen::name, SecretSeen::state, SecretSeen::object)
			.containsExactly(org.assertj.core.groups.Tuple.tuple("shown", State.ITS_OWN, "shown-r1"),
					org.assertj.core.groups.Tuple.tuple("shown-database", State.PINNED, "shown-database-r1"),
					org.assertj.core.groups.Tuple.tuple("shown-keys", State.MISSING, "shown-keys"),
					org.assertj.core.groups.Tuple.tuple("shown-mail", State.MISSING, "shown-mail-r1"));
		set("shown-keys", "k");
		set("shown-database", "other");
		assertThat(secrets.look(first)).extracting(SecretSeen::state)
			.containsExactly(State.ITS_OWN, State.DIFFERS, State.FOLLOWS, State.MISSING);
		assertThat(seen.toString() + secrets.look(first)).doesNotContain("hidden", "other\"", encoded("hidden"),
				"sha256");
	}

	@Test
	void aRevokedValueComesBackNowhere() {
		this.service = "revoking";
		set("revoking-database", "leaked");
		set("revoking-keys", "k");
		Release first = release();
		String running = pod(1).getMetadata().getUid();
		KubernetesSecrets secrets = new KubernetesSecrets(releases.reach());
		assertThatIllegalStateException().as("nothing could take its place")
			.isThrownBy(() -> secrets.revoke(first, "revoking-database"))
			.withMessageContaining("also today's");
		assertThatIllegalStateException().isThrownBy(() -> secrets.revoke(first, "revoking-keys"))
			.withMessageContaining("does not pin");
		set("revoking-database", "fresh");
		assertThat(secrets.revoke(first, "revoking-database")).containsExactly(1);
		assertThat(value("revoking-database-r1")).isEqualTo("fresh");
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(pods(1)).as("they started with the old value")
				.isNotEmpty()
				.noneSatisfy((pod) -> assertThat(pod.getMetadata().getUid()).isEqualTo(running)));
		assertThat(secrets.look(first)).filteredOn((seen) -> seen.name().equals("revoking-database"))
			.extracting(SecretSeen::state)
			.containsExactly(State.REVOKED);
		String generation = String.valueOf(releases.client()
			.apps()
			.deployments()
			.inNamespace(SimulatedReleases.NAMESPACE)
			.withName("revoking-r1")
			.get()
			.getMetadata()
			.getGeneration());
		assertThat(secrets.revoke(first, "revoking-database")).as("done already").isEmpty();
		assertThat(releases.client()
			.apps()
			.deployments()
			.inNamespace(SimulatedReleases.NAMESPACE)
			.withName("revoking-r1")
			.get()
			.getMetadata()
			.getGeneration()).as("pods are replaced once").hasToString(generation);
		release();
		set("revoking-database", "newest");
		assertThat(releases.drive(releases.back(first))).isEqualTo(Outcome.SUCCEEDED);
		assertThat(value("revoking-database-r3")).as("today's, not that of the time when it was revoked")
			.isEqualTo("newest");
	}

	@Test
	void aCopyThatIsMarkedByHandIsNotCopied() {
		this.service = "marked";
		set("marked-database", "leaked");
		set("marked-keys", "k");
		Release first = release();
		set("marked-database", "fresh");
		releases.client()
			.secrets()
			.inNamespace(SimulatedReleases.NAMESPACE)
			.withName("marked-database-r1")
			.edit((copy) -> {
				Objects.annotate(copy, Labels.REVOKED, "true");
				return copy;
			});
		assertThat(releases.drive(releases.back(first))).isEqualTo(Outcome.SUCCEEDED);
		assertThat(value("marked-database-r2")).isEqualTo("fresh");
	}

	@Test
	void refusesToPinWhatIsNotThere() {
		this.service = "empty";
		set("empty-database", "one");
		Release first = releases.ask("empty", DEPLOY.replace("NAME", "empty"),
				PINNED.replace("NAME-keys: follow", "empty-keys: pin").replace("NAME", "empty"), null);
		assertThat(releases.drive(first)).isEqualTo(Outcome.FAILED);
		assertThat(releases.fakes("empty").store().find("empty", "dev", 1).orElseThrow().reason())
			.contains("the Secret empty-keys, which slipway.yaml pins, is not there");
	}

	private Release release() {
		Release release = releases.ask(this.service, DEPLOY.replace("NAME", this.service),
				PINNED.replace("NAME", this.service), null);
		assertThat(releases.drive(release)).isEqualTo(Outcome.SUCCEEDED);
		return release;
	}

	private static void set(String name, String value) {
		Secret secret = secret(name);
		if (secret == null) {
			releases.client()
				.resource(new SecretBuilder().withNewMetadata()
					.withName(name)
					.withNamespace(SimulatedReleases.NAMESPACE)
					.endMetadata()
					.withData(Map.of("url", encoded(value)))
					.build())
				.create();
			return;
		}
		secret.setData(Map.of("url", encoded(value)));
		releases.client().resource(secret).update();
	}

	private static String encoded(String value) {
		return java.util.Base64.getEncoder().encodeToString(value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
	}

	private static Secret secret(String name) {
		return releases.client().secrets().inNamespace(SimulatedReleases.NAMESPACE).withName(name).get();
	}

	private static String value(String name) {
		return new String(java.util.Base64.getDecoder().decode(secret(name).getData().get("url")),
				java.nio.charset.StandardCharsets.UTF_8);
	}

	private List<Pod> pods(int release) {
		return releases.client()
			.pods()
			.inNamespace(SimulatedReleases.NAMESPACE)
			.withLabels(Labels.selector(this.service, release))
			.list()
			.getItems();
	}

	private Pod pod(int release) {
		return pods(release).get(0);
	}

	private static String database(Pod pod) {
		return pod.getSpec()
			.getContainers()
			.get(0)
			.getEnv()
			.stream()
			.filter((variable) -> variable.getName().equals("URL"))
			.map((variable) -> variable.getValueFrom().getSecretKeyRef().getName())
			.findFirst()
			.orElseThrow();
	}

	private String nightly() {
		return releases.client()
			.batch()
			.v1()
			.cronjobs()
			.inNamespace(SimulatedReleases.NAMESPACE)
			.withName(this.service + "-nightly")
			.get()
			.getSpec()
			.getJobTemplate()
			.getSpec()
			.getTemplate()
			.getSpec()
			.getContainers()
			.get(0)
			.getEnvFrom()
			.get(0)
			.getSecretRef()
			.getName();
	}

}
