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
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.client.utils.Serialization;
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
			assertThat(copy.getImmutable()).as("kubelets keep what is").isNull();
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
		Long generation = deployment("revoking-r1").getMetadata().getGeneration();
		assertThat(secrets.revoke(first, "revoking-database")).as("done already").isEmpty();
		assertThat(deployment("revoking-r1").getMetadata().getGeneration()).as("pods are replaced once")
			.isEqualTo(generation);
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
	void aSecondValueIsRevokedAsTheFirst() {
		this.service = "twice";
		set("twice-database", "one");
		set("twice-keys", "k");
		Release first = release();
		KubernetesSecrets secrets = new KubernetesSecrets(releases.reach());
		String object = secret("twice-database-r1").getMetadata().getUid();
		set("twice-database", "two");
		assertThat(secrets.revoke(first, "twice-database")).containsExactly(1);
		String restarted = restartedFor(1);
		assertThat(secret("twice-database-r1").getMetadata().getUid()).as("changed in place").isEqualTo(object);
		set("twice-database", "three");
		assertThat(secrets.revoke(first, "twice-database")).containsExactly(1);
		assertThat(value("twice-database-r1")).isEqualTo("three");
		assertThat(restartedFor(1)).isNotEqualTo(restarted);
		assertThat(SecretValue.revoked(secret("twice-database"))).hasSize(2);
		set("twice-database", "two");
		assertThatIllegalStateException().as("it leaked")
			.isThrownBy(() -> secrets.revoke(first, "twice-database"))
			.withMessageContaining("was revoked before");
		assertThat(value("twice-database-r1")).isEqualTo("three");
	}

	@Test
	void revokingMakesNoCopyThatWasNeverThere() {
		this.service = "never";
		set("never-database", "one");
		set("never-keys", "k");
		release();
		set("never-mail", "leaked");
		Release second = release();
		set("never-mail", "fresh");
		KubernetesSecrets secrets = new KubernetesSecrets(releases.reach());
		assertThat(secrets.revoke(second, "never-mail")).containsExactly(2);
		assertThat(secret("never-mail-r1")).as("it had none").isNull();
		assertThat(value("never-mail-r2")).isEqualTo("fresh");
	}

	@Test
	void aCopyThatCannotBeChangedIsMadeAnewEvenByALaterRun() {
		this.service = "anew";
		set("anew-database", "leaked");
		set("anew-keys", "k");
		Release first = release();
		Secret copy = secret("anew-database-r1");
		copy.setImmutable(true);
		releases.client().resource(copy).update();
		set("anew-database", "fresh");
		KubernetesSecrets secrets = new KubernetesSecrets(releases.reach());
		assertThat(secrets.revoke(first, "anew-database")).containsExactly(1);
		assertThat(value("anew-database-r1")).isEqualTo("fresh");
		assertThat(deployment("anew-r1")).satisfies(
				(owner) -> assertThat(PinnedSecrets.replacing(owner, "anew-database")).as("it is there").isFalse());
		// A run that ended between the two.
		releases.client().resource(secret("anew-database-r1")).delete();
		releases.client().resource(deployment("anew-r1")).edit((owner) -> {
			Objects.annotate(owner, Labels.REPLACING, "anew-database");
			return owner;
		});
		assertThat(secrets.revoke(first, "anew-database")).containsExactly(1);
		assertThat(value("anew-database-r1")).isEqualTo("fresh");
		assertThat(PinnedSecrets.replacing(deployment("anew-r1"), "anew-database")).isFalse();
	}

	@Test
	void servicesThatPinTheSameSecretHaveTheirOwnCopies() {
		set("shared-db", "one");
		Release left = pinningShared("left");
		set("shared-db", "two");
		Release right = pinningShared("right");
		assertThat(value("left-shared-db-r1")).isEqualTo("one");
		assertThat(value("right-shared-db-r1")).isEqualTo("two");
		assertThat(database(pods("right", 1).get(0))).isEqualTo("right-shared-db-r1");
		KubernetesSecrets secrets = new KubernetesSecrets(releases.reach());
		assertThat(secrets.look(left)).extracting(SecretSeen::state).contains(State.DIFFERS);
		assertThat(secrets.look(right)).extracting(SecretSeen::state).contains(State.PINNED);
		assertThat(secrets.revoke(left, "shared-db")).containsExactly(1);
		assertThat(value("left-shared-db-r1")).isEqualTo("two");
		assertThat(PinnedSecrets.copyName(left, "x.".repeat(126))).hasSizeLessThan(254)
			.matches("left-[-x.0-9a-f]+-r1")
			.doesNotContain(".-")
			.isNotEqualTo(PinnedSecrets.copyName(left, "x.".repeat(125) + "xy"));
	}

	@Test
	void whatSomebodyElseCalledLikeACopyIsLeftAlone() {
		this.service = "taken";
		set("taken-database", "one");
		set("taken-keys", "k");
		set("taken-database-r1", "mine");
		Release first = releases.ask("taken", DEPLOY.replace("NAME", "taken"), PINNED.replace("NAME", "taken"), null);
		assertThat(releases.drive(first)).isEqualTo(Outcome.FAILED);
		assertThat(releases.fakes("taken").store().find("taken", "dev", 1).orElseThrow().reason())
			.contains("taken-database-r1", "is not this release's copy");
		assertThat(value("taken-database-r1")).isEqualTo("mine");
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

	private static Release pinningShared(String service) {
		Release release = releases.ask(service,
				DEPLOY.replace("NAME-database", "shared-db")
					.replace("volumes: [{name: keys, secret: {secretName: NAME-keys}}]",
							"volumes: [{name: keys, emptyDir: {}}]")
					.replace("NAME", service),
				"spec: {strategy: rolling, secrets: {shared-db: pin}}", null);
		assertThat(releases.drive(release)).isEqualTo(Outcome.SUCCEEDED);
		return release;
	}

	private String restartedFor(int release) {
		return deployment(this.service + "-r" + release).getSpec()
			.getTemplate()
			.getMetadata()
			.getAnnotations()
			.get(Labels.REVOKED);
	}

	private static Deployment deployment(String name) {
		return releases.client().apps().deployments().inNamespace(SimulatedReleases.NAMESPACE).withName(name).get();
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
		return pods(this.service, release);
	}

	private static List<Pod> pods(String service, int release) {
		return releases.client()
			.pods()
			.inNamespace(SimulatedReleases.NAMESPACE)
			.withLabels(Labels.selector(service, release))
			.list()
			.getItems();
	}

	private Pod pod(int release) {
		return pods(release).get(0);
	}

	private static String database(Pod pod) {
		return Serialization.jsonMapper().valueToTree(pod).findValue("secretKeyRef").path("name").asText();
	}

	private String nightly() {
		CronJob job = releases.client()
			.resources(CronJob.class)
			.inNamespace(SimulatedReleases.NAMESPACE)
			.withName(this.service + "-nightly")
			.get();
		return Serialization.jsonMapper().valueToTree(job).findValue("secretRef").path("name").asText();
	}

}
