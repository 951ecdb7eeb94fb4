package dev.slipway.cluster.controllers;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.kinds.Defaults;
import dev.slipway.cluster.objects.Conditions;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.store.Deletion;
import dev.slipway.cluster.store.Key;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The controller is called by hand, and pods end by hand: nothing runs beside. */
class JobControllerTests extends HandDriven {

	private static final Key JOB = Key.of("jobs.batch", "shop", "migrate");

	@SuppressWarnings("NullAway.Init")
	private JobController controller;

	@Override
	void begin(Context context) {
		this.store.create(Key.of("serviceaccounts", "shop", "default"),
				JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "ServiceAccount"));
		this.controller = new JobController(context);
	}

	@Override
	void reconcile() {
		this.controller.reconcile(JOB);
	}

	@Override
	Key key() {
		return JOB;
	}

	@Test
	void completesWhenItsPodHasSucceeded() {
		create("{}");
		reconcile();
		assertThat(status().path("active").asInt()).isOne();
		end(pods().get(0), "Succeeded");
		settle();
		assertThat(Conditions.isTrue(status(), "Complete")).isTrue();
		assertThat(status().path("succeeded").asInt()).isOne();
		assertThat(status().path("completionTime").asText()).isNotEmpty();
		assertThat(pods()).singleElement().satisfies((pod) -> assertThat(JobPods.tracked(pod)).isFalse());
		assertThat(events()).contains("SuccessfulCreate", "Completed");
	}

	@Test
	void countsEachPodOnceWhoeverDeletesIt() {
		create("{\"completions\":2}");
		reconcile();
		ObjectNode first = pods().get(0);
		end(first, "Succeeded");
		delete(first);
		assertThat(pods()).as("it waits to be counted").hasSize(1);
		settle();
		assertThat(status().path("succeeded").asInt()).isOne();
		settle();
		assertThat(status().path("succeeded").asInt()).isOne();
		end(active(), "Succeeded");
		settle();
		assertThat(status().path("succeeded").asInt()).isEqualTo(2);
		assertThat(Conditions.isTrue(status(), "Complete")).isTrue();
	}

	@Test
	void triesAgainAfterTenSecondsThenTwentyUntilItGivesUp() {
		create("{\"backoffLimit\":1}");
		reconcile();
		end(active(), "Failed");
		settle();
		assertThat(pods()).as("not at once").noneMatch(Pods::active);
		pass(Duration.ofSeconds(10));
		settle();
		end(active(), "Failed");
		settle();
		assertThat(status().path("failed").asInt()).isEqualTo(2);
		assertThat(Conditions.get(status(), "Failed").path("reason").asText()).isEqualTo("BackoffLimitExceeded");
		pass(Duration.ofMinutes(20));
		settle();
		assertThat(pods()).hasSize(2).noneMatch(Pods::active);
	}

	@Test
	void countsRestartsOfContainersInTheirPod() {
		create("{\"backoffLimit\":0}", "OnFailure");
		reconcile();
		this.store.update(Meta.key("pods", active()), (pod) -> {
			pod.withObject("/status").putArray("containerStatuses").addObject().put("restartCount", 1);
			return pod;
		});
		settle();
		assertThat(Conditions.isTrue(status(), "Failed")).isTrue();
		assertThat(pods()).isEmpty();
	}

	@Test
	void endsWhatTakesTooLong() {
		create("{\"activeDeadlineSeconds\":30}");
		reconcile();
		pass(Duration.ofSeconds(29));
		settle();
		assertThat(active()).isNotNull();
		pass(Duration.ofSeconds(1));
		settle();
		assertThat(Conditions.get(status(), "Failed").path("reason").asText()).isEqualTo("DeadlineExceeded");
		assertThat(pods()).isEmpty();
	}

	@Test
	void aSuspendedJobHasNoPodsAndItsTimeCountsAnew() {
		create("{\"suspend\":true,\"activeDeadlineSeconds\":30}");
		settle();
		assertThat(pods()).isEmpty();
		assertThat(Conditions.isTrue(status(), "Suspended")).isTrue();
		pass(Duration.ofMinutes(5));
		suspend(false);
		settle();
		assertThat(active()).isNotNull();
		assertThat(status().path("startTime").asText()).isEqualTo(Meta.time(this.now));
		suspend(true);
		settle();
		assertThat(pods()).isEmpty();
		assertThat(status().path("failed").asInt()).as("a pod that was taken away has not failed").isZero();
		assertThat(events()).contains("Suspended", "Resumed");
	}

	@Test
	void runsAsManyPodsAtOnceAsItMay() {
		create("{\"completions\":3,\"parallelism\":2}");
		reconcile();
		assertThat(pods()).hasSize(2);
		pods().forEach((pod) -> end(pod, "Succeeded"));
		settle();
		assertThat(pods().stream().filter(Pods::active)).hasSize(1);
	}

	@Test
	void goesWhenItsTimeAfterTheEndIsOver() {
		create("{\"ttlSecondsAfterFinished\":60}");
		reconcile();
		end(active(), "Succeeded");
		settle();
		pass(Duration.ofSeconds(59));
		settle();
		assertThat(Meta.deleting(object())).isFalse();
		pass(Duration.ofSeconds(1));
		settle();
		assertThat(Meta.deleting(object())).as("in the foreground: its pods go first").isTrue();
	}

	@Test
	void letsGoOfThePodsOfAJobThatIsNoMore() {
		create("{}");
		reconcile();
		this.store.remove(JOB, null);
		reconcile();
		assertThat(pods()).singleElement().satisfies((pod) -> assertThat(JobPods.tracked(pod)).isFalse());
	}

	private void create(String spec) {
		create(spec, "Never");
	}

	private void create(String spec, String restartPolicy) {
		try {
			ObjectNode job = (ObjectNode) new com.fasterxml.jackson.databind.ObjectMapper()
				.readTree("{\"apiVersion\":\"batch/v1\",\"kind\":\"Job\",\"metadata\":{\"namespace\":\"shop\","
						+ "\"name\":\"migrate\"},\"spec\":" + spec + "}");
			job.withObject("/spec/template/spec")
				.put("restartPolicy", restartPolicy)
				.putArray("containers")
				.addObject()
				.put("name", "app")
				.put("image", "orders");
			Defaults.apply("jobs.batch", job);
			this.store.create(JOB, job);
		}
		catch (IOException ex) {
			throw new IllegalArgumentException(spec, ex);
		}
	}

	private void suspend(boolean suspended) {
		this.store.update(JOB, (job) -> {
			job.withObject("/spec").put("suspend", suspended);
			return job;
		});
	}

	private void end(ObjectNode pod, String phase) {
		this.store.update(Meta.key("pods", pod), (fresh) -> {
			ObjectNode status = fresh.withObject("/status").put("phase", phase);
			status.putArray("containerStatuses")
				.addObject()
				.putObject("state")
				.putObject("terminated")
				.put("finishedAt", Meta.time(this.now));
			return fresh;
		});
	}

	private void delete(ObjectNode pod) {
		Deletion.BACKGROUND.request(this.store, Meta.key("pods", pod), Clock.systemUTC());
	}

	private List<ObjectNode> pods() {
		return this.store.list("pods", "shop").items();
	}

	private ObjectNode active() {
		return pods().stream().filter(Pods::active).findFirst().orElseThrow();
	}

}
