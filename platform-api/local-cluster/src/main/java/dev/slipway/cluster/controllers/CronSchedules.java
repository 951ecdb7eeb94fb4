package dev.slipway.cluster.controllers;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.api.kinds.CronSchedule;
import dev.slipway.cluster.objects.Meta;
import org.jspecify.annotations.Nullable;

/**
 * When a CronJob is due, by the rules of Kubernetes' cronjob_controllerv2 (utils.go,
 * mostRecentScheduleTime): of several times that were missed, the last.
 *
 * @param schedule of the CronJob
 * @param zone of the CronJob
 * @param earliest the last time that it ran at, or its beginning, or what its
 * {@code startingDeadlineSeconds} leave of that
 */
record CronSchedules(CronSchedule schedule, ZoneId zone, Instant earliest) {

	/** More than so many missed times are told. */
	static final int MANY = 100;

	/** Reads it from a CronJob whose schedule and zone are valid. */
	static CronSchedules of(JsonNode cron, Instant now) {
		JsonNode spec = cron.path("spec");
		String last = cron.path("status").path("lastScheduleTime").asText("");
		Instant earliest = last.isEmpty() ? Meta.created(cron) : Instant.parse(last);
		JsonNode deadline = spec.path("startingDeadlineSeconds");
		if (deadline.isNumber()) {
			Instant oldest = now.minusSeconds(deadline.asLong());
			earliest = oldest.isAfter(earliest) ? oldest : earliest;
		}
		String zone = spec.path("timeZone").asText("");
		return new CronSchedules(CronSchedule.parse(spec.path("schedule").asText()),
				zone.isEmpty() ? ZoneOffset.UTC : ZoneId.of(zone), earliest);
	}

	/** The next time after now; null when there is none. */
	@Nullable Instant next(Instant now) {
		return this.schedule.next(now, this.zone);
	}

	/**
	 * The last time that it is due for; null when it is not.
	 * @param now the time
	 */
	@Nullable Due due(Instant now) {
		Instant last = null;
		int missed = 0;
		Instant time = this.schedule.next(this.earliest, this.zone);
		while (time != null && !time.isAfter(now)) {
			last = time;
			missed++;
			if (missed > MANY) {
				// A month of missed minutes is not walked through one by one.
				time = leap(time, now);
			}
			else {
				time = this.schedule.next(time, this.zone);
			}
		}
		return (last != null) ? new Due(last, missed > MANY) : null;
	}

	/** From half way to now, as long as a time lies there; else the next one. */
	private @Nullable Instant leap(Instant time, Instant now) {
		Instant half = time.plus(Duration.between(time, now).dividedBy(2));
		Instant next = this.schedule.next(half, this.zone);
		return (next != null && !next.isAfter(now)) ? next : this.schedule.next(time, this.zone);
	}

	/**
	 * A time that has come.
	 *
	 * @param time when
	 * @param many whether many before it were missed
	 */
	record Due(Instant time, boolean many) {
	}

}
