package dev.slipway.rollout.web;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.LiveEvents;
import dev.slipway.api.Page;
import dev.slipway.api.Problem;
import dev.slipway.api.ServiceEvents;
import dev.slipway.catalog.Catalog;
import dev.slipway.flow.FlowView;
import dev.slipway.flow.Transition;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Progress;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseQuery;
import dev.slipway.rollout.ReleaseQuery.Mark;
import dev.slipway.rollout.ReleaseState;
import dev.slipway.rollout.Releases;
import dev.slipway.rollout.web.ReleaseViews.ReleaseView;
import dev.slipway.rollout.web.ScheduleViews.ScheduleView;
import dev.slipway.strategy.Router;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The releases of all services that the actor sees. */
@RestController
@RequestMapping("/api/v1/releases")
@Tag(name = "Releases")
class FleetController {

	private static final int MOST = 100;

	private static final Pattern TOPIC = Pattern.compile("services/([^/]+)/environments/[^/]+/releases/\\d+");

	private final Releases releases;

	private final Catalog catalog;

	private final ObjectProvider<LiveEvents> events;

	private final Clock clock;

	FleetController(Releases releases, Catalog catalog, ObjectProvider<LiveEvents> events,
			ObjectProvider<Clock> clock) {
		this.releases = releases;
		this.catalog = catalog;
		this.events = events;
		this.clock = clock.getIfUnique(Clock::systemUTC);
	}

	@GetMapping
	@Operation(summary = "Releases of all services, those asked for last first",
			description = "With live=true those under way, rollback windows included; with live=false those that ended")
	Page<FleetRelease> list(Actor actor, @RequestParam(required = false) @Nullable Boolean live,
			@RequestParam(defaultValue = "20") int limit, @RequestParam(required = false) @Nullable String cursor) {
		if (limit < 1 || limit > MOST) {
			throw Problem.invalid("limit", "must be from 1 to " + MOST);
		}
		Set<String> teams = (actor.role().compareTo(Role.OPERATOR) >= 0) ? null : actor.teams();
		List<Release> found = this.releases.find(new ReleaseQuery(live, teams, mark(cursor)), limit + 1);
		List<Release> page = found.subList(0, Math.min(limit, found.size()));
		return new Page<>(page.stream().map(this::view).toList(),
				(found.size() > limit) ? cursor(page.get(limit - 1)) : null);
	}

	@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	@Operation(summary = "Releases of all services as they move")
	SseEmitter events(Actor actor) {
		return this.events.getObject()
			.subscribe("services", new ServiceEvents(TOPIC, Set.of("release"),
					(service) -> this.catalog.find(actor, service).isPresent(), this.clock));
	}

	private FleetRelease view(Release release) {
		FlowView<ReleaseState> flow = this.releases.flow(release).orElse(null);
		ReleaseView view = ReleaseViews.view(release, flow);
		Optional<Progress> progress = (flow != null && !flow.ended()) ? this.releases.progress(release)
				: Optional.empty();
		Release replaces = this.releases.before(release).orElse(null);
		return new FleetRelease(release.draft().service(), release.draft().team(), release.draft().environment(), view,
				release.draft().strategy().type(), release.draft().strategy().terms().routing().router(),
				(replaces != null) ? replaces.number() : null,
				ScheduleViews.schedule(release, replaces, progress, turned(release)));
	}

	/** How far one came that was not promoted; the others are shown by where they are. */
	private List<Transition> turned(Release release) {
		Outcome outcome = release.outcome();
		return (outcome == null || outcome == Outcome.SUCCEEDED) ? List.of() : this.releases.history(release);
	}

	private static String cursor(Release release) {
		Mark mark = Mark.of(release);
		String text = mark.at() + " " + mark.service() + " " + mark.environment() + " " + mark.number();
		return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

	private static @Nullable Mark mark(@Nullable String cursor) {
		if (cursor == null || cursor.isEmpty()) {
			return null;
		}
		try {
			String[] parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(" ");
			return new Mark(Instant.parse(parts[0]), parts[1], parts[2], Integer.parseInt(parts[3]));
		}
		catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException ex) {
			throw new Problem(HttpStatus.BAD_REQUEST, "The cursor is none that was given out").field("cursor",
					"is unknown");
		}
	}

	/**
	 * A release among those of other services.
	 *
	 * @param type of its strategy
	 * @param router who divides the requests
	 * @param replaces the release that it replaces, replaced or tried to replace
	 */
	@Schema(name = "FleetRelease")
	record FleetRelease(String service, String team, String environment, ReleaseView release, String type,
			Router router, @Nullable Integer replaces, ScheduleView schedule) {
	}

}
