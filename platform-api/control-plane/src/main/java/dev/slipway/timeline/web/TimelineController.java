package dev.slipway.timeline.web;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.slipway.access.Actor;
import dev.slipway.api.Page;
import dev.slipway.api.Problem;
import dev.slipway.catalog.Catalog;
import dev.slipway.timeline.Timeline;
import dev.slipway.timeline.Timeline.Part;
import dev.slipway.timeline.Timeline.Position;
import dev.slipway.timeline.TimelineEntry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What happened to a service, in one order of time. */
@RestController
@Tag(name = "Services")
class TimelineController {

	private static final int MOST = 200;

	/** Microseconds, as databases keep times, and how many of that time were told. */
	private static final Pattern CURSOR = Pattern.compile("(\\d{1,18})-(\\d{1,4})");

	private final Timeline timeline;

	private final Catalog catalog;

	TimelineController(Timeline timeline, Catalog catalog) {
		this.timeline = timeline;
		this.catalog = catalog;
	}

	@GetMapping("/api/v1/services/{service}/timeline")
	@Operation(summary = "Builds, releases, configuration changes and experiments of a service, the newest first",
			description = "Each entry's path leads to all that is known of it. An entry stands at the time it was "
					+ "asked for; a configuration change is a release that changes more than the image.")
	Page<TimelineEntry> timeline(Actor actor, @PathVariable String service,
			@RequestParam(defaultValue = "50") @Parameter(description = "Entries of a page, from 1 to 200") int limit,
			@RequestParam(required = false) @Parameter(
					description = "nextCursor of the page before") @Nullable String cursor) {
		if (this.catalog.find(service).filter((found) -> actor.sees(found.team())).isEmpty()) {
			throw Problem.notFound("The service '" + service + "'");
		}
		if (limit < 1 || limit > MOST) {
			throw Problem.invalid("limit", "must be from 1 to " + MOST);
		}
		Part part = this.timeline.read(service, position(cursor), limit);
		return new Page<>(part.entries(), cursor(part.next()));
	}

	private static @Nullable String cursor(@Nullable Position next) {
		if (next == null) {
			return null;
		}
		long micros = next.until().getEpochSecond() * 1_000_000 + next.until().getNano() / 1_000;
		return micros + "-" + next.told();
	}

	private static Position position(@Nullable String cursor) {
		if (cursor == null) {
			return Position.NEWEST;
		}
		Matcher matcher = CURSOR.matcher(cursor);
		if (!matcher.matches()) {
			throw Problem.invalid("cursor", "is no cursor of this list")
				.remedy("Use the nextCursor of the page before, or none to begin with the newest");
		}
		long micros = Long.parseLong(matcher.group(1));
		return new Position(Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000),
				Integer.parseInt(matcher.group(2)));
	}

}
