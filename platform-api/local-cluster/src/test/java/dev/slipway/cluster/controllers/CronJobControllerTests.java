package dev.slipway.cluster.controllers;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.kinds.Defaults;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.store.Key;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The controller is called by hand, and Jobs end by hand: nothing runs beside. */
class CronJobControllerTests extends HandDriven {

	private static final Key CRON = Key.of("cronjobs.batch", "shop", "nightly");

	@SuppressWarnings("NullAway.Init")
	private CronJobController controller;

	@Override
	void begin(Context context) {
		this.now = Instant.parse("2026-01-05T10:00:20Z");
		this.controller = new CronJobController(context);
	}

	@Override
	void reconcile() {
		this.controller.reconcile(CRON);
	}

	@Override
	Key key() {
		return CRON;
	}

	@Test
	void makesAJobAtItsTimeAndNoneBefore() {
		create("\"schedule\":\"*/5 * * * *\"");
		settle();
		assertThat(jobs()).isEmpty();
		pass(Duration.ofMinutes(4));
		settle();
		assertThat(jobs()).isEmpty();
		pass(Duration.ofMinutes(1));
		settle();
		assertThat(jobs()).singleElement().satisfies((job) -> {
			assertThat(Meta.name(job)).isEqualTo("nightly-29460125");
			assertThat(Meta.controllerReference(object())).isEqualTo(Meta.controller(job).orElseThrow());
			assertThat(Meta.annotation(job, CronJobs.SCHEDULED)).isEqualTo("2026-01-05T10:05:00Z");
			assertThat(Meta.annotation(job, "from")).isEqualTo("template");
			assertThat(job.at("/spec/selector/matchLabels/batch.kubernetes.io~1controller-uid").asText())
				.isEqualTo(Meta.uid(job));
			assertThat(job.at("/spec/backoffLimit").asInt()).as("a default of Jobs").isEqualTo(6);
		});
		assertThat(status().path("lastScheduleTime").asText()).isEqualTo("2026-01-05T10:05:00Z");
		assertThat(status().at("/active/0/name").asText()).isEqualTo("nightly-29460125");
		settle();
		assertThat(jobs()).as("one a time").hasSize(1);
		assertThat(events()).contains("SuccessfulCreate");
	}

	@Test
	void notesTheEndOfItsJobs() {
		create("\"schedule\":\"* * * * *\"");
		pass(Duration.ofMinutes(1));
		settle();
		end(jobs().get(0), "Complete");
		settle();
		assertThat(status().has("active")).isFalse();
		assertThat(status().path("lastSuccessfulTime").asText()).isEqualTo(Meta.time(this.now));
		assertThat(events()).contains("SawCompletedJob");
	}

	@Test
	void allowsForbidsOrReplacesWhatStillRuns() {
		create("\"schedule\":\"* * * * *\",\"concurrencyPolicy\":\"Forbid\"");
		pass(Duration.ofMinutes(1));
		settle();
		pass(Duration.ofMinutes(1));
		settle();
		assertThat(jobs()).hasSize(1);
		assertThat(events()).contains("JobAlreadyActive");
		policy("Replace");
		String before = Meta.name(jobs().get(0));
		settle();
		assertThat(jobs()).singleElement().satisfies((job) -> assertThat(Meta.name(job)).isNotEqualTo(before));
		assertThat(status().path("active")).hasSize(1);
		policy("Allow");
		pass(Duration.ofMinutes(1));
		settle();
		assertThat(jobs()).hasSize(2);
		assertThat(status().path("active")).hasSize(2);
	}

	@Test
	void startsLateWhenTheOneBeforeTookLong() {
		create("\"schedule\":\"*/10 * * * *\",\"concurrencyPolicy\":\"Forbid\"");
		pass(Duration.ofMinutes(10));
		settle();
		pass(Duration.ofMinutes(12));
		settle();
		end(jobs().get(0), "Complete");
		settle();
		assertThat(status().path("lastScheduleTime").asText()).isEqualTo("2026-01-05T10:20:00Z");
	}

	@Test
	void doesNothingWhileSuspended() {
		create("\"schedule\":\"* * * * *\",\"suspend\":true");
		pass(Duration.ofMinutes(3));
		settle();
		assertThat(jobs()).isEmpty();
		this.store.update(CRON, (cron) -> {
			cron.withObject("/spec").put("suspend", false);
			return cron;
		});
		settle();
		assertThat(jobs()).as("the last of those that were missed").hasSize(1);
		assertThat(status().path("lastScheduleTime").asText()).isEqualTo("2026-01-05T10:03:00Z");
	}

	@Test
	void startsNothingAfterItsDeadline() {
		create("\"schedule\":\"0 * * * *\",\"startingDeadlineSeconds\":60");
		pass(Duration.ofMinutes(62));
		settle();
		assertThat(jobs()).as("two minutes late").isEmpty();
		pass(Duration.ofMinutes(58));
		settle();
		assertThat(jobs()).as("20 s late").hasSize(1);
	}

	@Test
	void runsOnceAfterALongStandstillAndSaysSo() {
		create("\"schedule\":\"* * * * *\"");
		pass(Duration.ofDays(40));
		settle();
		assertThat(status().path("lastScheduleTime").asText()).isEqualTo("2026-02-14T10:00:00Z");
		assertThat(jobs()).hasSize(1);
		assertThat(events()).contains("TooManyMissedTimes");
	}

	@Test
	void keepsTheNewestOfThoseThatEnded() {
		create("\"schedule\":\"* * * * *\",\"successfulJobsHistoryLimit\":2,\"failedJobsHistoryLimit\":0");
		for (int i = 0; i < 4; i++) {
			pass(Duration.ofMinutes(1));
			settle();
			end(jobs().stream().filter((job) -> !JobStatus.finished(job.path("status"))).findFirst().orElseThrow(),
					(i == 1) ? "Failed" : "Complete");
			settle();
		}
		assertThat(jobs()).extracting(Meta::name).containsExactlyInAnyOrder("nightly-29460123", "nightly-29460124");
	}

	@Test
	void readsTheClockOfItsZone() {
		create("\"schedule\":\"30 15 * * *\",\"timeZone\":\"Asia/Kolkata\"");
		settle();
		assertThat(jobs()).isEmpty();
		this.now = Instant.parse("2026-01-06T10:00:01Z");
		settle();
		assertThat(jobs()).singleElement()
			.satisfies((job) -> assertThat(Meta.annotation(job, CronJobs.SCHEDULED))
				.isEqualTo("2026-01-06T15:30:00+05:30"));
	}

	@Test
	void aControllerThatStoppedBetweenJobAndStatusMakesNoSecondOne() {
		create("\"schedule\":\"* * * * *\"");
		ObjectNode before = object();
		pass(Duration.ofMinutes(1));
		settle();
		this.store.update(CRON, (cron) -> {
			cron.set("status", before.path("status"));
			return cron;
		});
		settle();
		assertThat(jobs()).hasSize(1);
		assertThat(status().path("active")).hasSize(1);
	}

	private void create(String spec) {
		try {
			ObjectNode cron = (ObjectNode) new ObjectMapper()
				.readTree("{\"apiVersion\":\"batch/v1\",\"kind\":\"CronJob\",\"metadata\":{\"namespace\":\"shop\","
						+ "\"name\":\"nightly\"},\"spec\":{" + spec
						+ ",\"jobTemplate\":{\"metadata\":{\"annotations\":{\"from\":\"template\"}},\"spec\":{\"template\":"
						+ "{\"spec\":{\"restartPolicy\":\"Never\",\"containers\":[{\"name\":\"app\",\"image\":\"b\"}]}}}}}}");
			Defaults.apply("cronjobs.batch", cron);
			this.store.create(CRON, cron);
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	/** An event that is said again is no reason to go on. */
	@Override
	boolean changed(long before) {
		return this.store.list("jobs.batch", "shop").items().stream().anyMatch((job) -> version(job) > before)
				|| version(object()) > before;
	}

	private static long version(JsonNode object) {
		return Long.parseLong(object.path("metadata").path("resourceVersion").asText());
	}

	private void policy(String policy) {
		this.store.update(CRON, (cron) -> {
			cron.withObject("/spec").put("concurrencyPolicy", policy);
			return cron;
		});
	}

	private void end(ObjectNode job, String condition) {
		this.store.update(Meta.key("jobs.batch", job), (fresh) -> {
			ObjectNode status = fresh.withObject("/status")
				.put("startTime", Meta.time(this.now))
				.put("completionTime", Meta.time(this.now));
			status.putArray("conditions").addObject().put("type", condition).put("status", "True");
			return fresh;
		});
	}

	private List<ObjectNode> jobs() {
		return this.store.list("jobs.batch", "shop").items();
	}

}
