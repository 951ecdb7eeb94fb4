package dev.slipway.rollout.adapter;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.slipway.rollout.Forward;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A CronJob belongs to the service: a candidate never fires one, the promotion changes
 * it. On the local cluster's API and controllers.
 */
@NullUnmarked
class CronJobReleasesTest {

	private static final String DEPLOY = """
			apiVersion: apps/v1
			kind: Deployment
			metadata: {name: NAME}
			spec:
			  replicas: 1
			  selector: {matchLabels: {app.kubernetes.io/name: NAME}}
			  template:
			    metadata:
			      labels: {app.kubernetes.io/name: NAME}
			      annotations: {fails: "FAILS"}
			    spec:
			      containers: [{name: app, image: NAME, ports: [{name: http, containerPort: 8080}]}]
			---
			{apiVersion: v1, kind: ConfigMap, metadata: {name: NAME}, data: {A: b}}
			---
			apiVersion: v1
			kind: Service
			metadata: {name: NAME}
			spec: {selector: {app.kubernetes.io/name: NAME}, ports: [{name: http, port: 8080, targetPort: http}]}
			""";

	private static final String CRON = """
			---
			apiVersion: batch/v1
			kind: CronJob
			metadata: {name: NAME-report}
			spec:
			  schedule: "SCHEDULE"
			  jobTemplate:
			    spec:
			      template:
			        spec:
			          restartPolicy: Never
			          containers: [{name: app, image: b, envFrom: [{configMapRef: {name: NAME}}]}]
			""";

	private static final String SPEC = "spec: {strategy: {type: rolling, progressDeadline: 3s}}";

	@TempDir
	static Path folder;

	private static SimulatedReleases releases;

	@BeforeAll
	static void start() throws Exception {
		releases = new SimulatedReleases(folder);
	}

	@AfterAll
	static void stop() {
		releases.close();
	}

	@Test
	void changesAtThePromotionAndOnlyThen() {
		Release first = ask("0 3 * * *", "no");
		assertThat(drive(first, null)).isEqualTo(Outcome.SUCCEEDED);
		assertThat(schedule()).isEqualTo("0 3 * * *");
		Container container = cron().getSpec()
			.getJobTemplate()
			.getSpec()
			.getTemplate()
			.getSpec()
			.getContainers()
			.get(0);
		assertThat(container.getImage()).isEqualTo("shop/orders@sha256:1");
		assertThat(container.getEnvFrom().get(0).getConfigMapRef().getName()).isEqualTo("orders-r1");
		assertThat(container.getEnv()).anySatisfy((variable) -> {
			assertThat(variable.getName()).isEqualTo("SLIPWAY_RELEASE");
			assertThat(variable.getValue()).isEqualTo("1");
		});
		String version = cron().getMetadata().getResourceVersion();
		assertThat(drive(ask("0 4 * * *", "yes"), "0 3 * * *")).as("its pods are never ready")
			.isEqualTo(Outcome.FAILED);
		assertThat(cron().getMetadata().getResourceVersion()).as("a release that turned back left it alone")
			.isEqualTo(version);
		assertThat(drive(ask("0 5 * * *", "no"), "0 3 * * *")).isEqualTo(Outcome.SUCCEEDED);
		assertThat(schedule()).isEqualTo("0 5 * * *");
		assertThat(drive(releases.back(first), "0 5 * * *")).isEqualTo(Outcome.SUCCEEDED);
		assertThat(schedule()).as("as release 1 had it").isEqualTo("0 3 * * *");
		assertThat(drive(ask(null, "no"), "0 3 * * *")).isEqualTo(Outcome.SUCCEEDED);
		assertThat(cron()).as("the promoted release has none").isNull();
	}

	private static Release ask(String schedule, String fails) {
		String all = DEPLOY + ((schedule != null) ? CRON.replace("SCHEDULE", schedule) : "");
		return releases.ask("orders", all.replace("NAME", "orders").replace("FAILS", fails), SPEC, null);
	}

	/** Whatever it does, until it is promoted the schedule stays. */
	private static Outcome drive(Release release, String before) {
		AtomicInteger seen = new AtomicInteger();
		AtomicBoolean promoting = new AtomicBoolean();
		Outcome outcome = releases.drive(release, (state, observed) -> {
			promoting.compareAndSet(false, state instanceof Forward.Promoting);
			if (!promoting.get()) {
				assertThat(schedule()).as("at %s", state).isEqualTo(before);
				seen.incrementAndGet();
			}
		});
		assertThat(seen.get()).as("states in which it was looked at").isGreaterThan(3);
		return outcome;
	}

	private static String schedule() {
		CronJob cron = cron();
		return (cron != null) ? cron.getSpec().getSchedule() : null;
	}

	private static CronJob cron() {
		return releases.client()
			.batch()
			.v1()
			.cronjobs()
			.inNamespace(SimulatedReleases.NAMESPACE)
			.withName("orders-report")
			.get();
	}

}
