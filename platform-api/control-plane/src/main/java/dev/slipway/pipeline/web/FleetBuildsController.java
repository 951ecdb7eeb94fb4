package dev.slipway.pipeline.web;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.LiveEvents;
import dev.slipway.api.Page;
import dev.slipway.api.Problem;
import dev.slipway.api.ServiceEvents;
import dev.slipway.catalog.Catalog;
import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildHistory;
import dev.slipway.pipeline.BuildInput;
import dev.slipway.pipeline.BuildQuery;
import dev.slipway.pipeline.BuildQuery.Mark;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.pipeline.BuildStore.OpenInput;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
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

/** The builds of all services that the actor sees. */
@RestController
@RequestMapping("/api/v1/builds")
@Tag(name = "Builds")
class FleetBuildsController {

	private static final int MOST = 100;

	/** All but the lines of logs, which nobody reads of a whole fleet. */
	private static final Set<String> EVENTS = Set.of("build", "stage", "input", "result");

	private static final Pattern TOPIC = Pattern.compile("services/([^/]+)/builds/\\d+");

	private final BuildHistory history;

	private final BuildStore store;

	private final Catalog catalog;

	private final ObjectProvider<LiveEvents> events;

	private final Clock clock;

	FleetBuildsController(BuildHistory history, BuildStore store, Catalog catalog, ObjectProvider<LiveEvents> events,
			ObjectProvider<Clock> clock) {
		this.history = history;
		this.store = store;
		this.catalog = catalog;
		this.events = events;
		this.clock = clock.getIfUnique(Clock::systemUTC);
	}

	@GetMapping
	@Operation(summary = "Builds of all services, those asked for last first")
	Page<FleetBuild> list(Actor actor, @RequestParam(required = false) @Nullable String team,
			@RequestParam(required = false) @Nullable String service,
			@Parameter(description = "Builds that stand at one of these, separated by commas") @RequestParam(
					required = false) @Nullable String status,
			@Parameter(description = "Builds of this branch only") @RequestParam(
					required = false) @Nullable String branch,
			@Parameter(description = "Builds that this person started or pushed") @RequestParam(
					required = false) @Nullable String person,
			@RequestParam(defaultValue = "20") int limit, @RequestParam(required = false) @Nullable String cursor) {
		if (limit < 1 || limit > MOST) {
			throw Problem.invalid("limit", "must be from 1 to " + MOST);
		}
		BuildQuery query = new BuildQuery(teams(actor, blank(team)), blank(service), statuses(status), blank(branch),
				blank(person), mark(cursor));
		List<Build> found = this.history.find(query, limit + 1);
		List<Build> page = found.subList(0, Math.min(limit, found.size()));
		return new Page<>(page.stream().map(this::view).toList(),
				(found.size() > limit) ? cursor(page.get(limit - 1)) : null);
	}

	private static @Nullable Set<String> teams(Actor actor, @Nullable String team) {
		boolean all = actor.role().compareTo(Role.OPERATOR) >= 0;
		if (team == null) {
			return all ? null : actor.teams();
		}
		return actor.sees(team) ? Set.of(team) : Set.of();
	}

	private static @Nullable String blank(@Nullable String value) {
		return (value == null || value.isBlank()) ? null : value.strip();
	}

	private static Set<BuildStatus> statuses(@Nullable String wanted) {
		EnumSet<BuildStatus> statuses = EnumSet.noneOf(BuildStatus.class);
		for (String name : ((wanted != null) ? wanted : "").split(",")) {
			try {
				if (!name.isBlank()) {
					statuses.add(BuildStatus.valueOf(name.strip().toUpperCase(Locale.ROOT)));
				}
			}
			catch (IllegalArgumentException ex) {
				throw Problem.invalid("status", "A status is one of " + EnumSet.allOf(BuildStatus.class));
			}
		}
		return statuses;
	}

	private FleetBuild view(Build build) {
		return new FleetBuild(build.team(), BuildView.of(build, List.of(), this.clock.instant()));
	}

	/** What waits, oldest first: for a runner, or for a person. */
	@GetMapping("/queue")
	@Operation(summary = "Builds that wait, for a runner or for a person, longest first",
			description = "since is when it began to wait, reason is what for.")
	Page<Waiting> queue(Actor actor) {
		List<Build> open = this.store.unfinished();
		long running = open.stream().filter((build) -> build.status() == BuildStatus.RUNNING).count();
		Map<String, List<BuildInput>> asked = this.store.openInputs()
			.stream()
			.collect(Collectors.groupingBy((one) -> LiveBuilds.topic(one.service(), one.number()),
					Collectors.mapping(OpenInput::input, Collectors.toList())));
		return new Page<>(open.stream()
			.filter((build) -> actor.sees(build.team()))
			.flatMap((build) -> waiting(build, running,
					asked.getOrDefault(LiveBuilds.topic(build.service(), build.number()), List.of())))
			.sorted(Comparator.comparing(Waiting::since))
			.limit(MOST)
			.toList(), null);
	}

	private Stream<Waiting> waiting(Build build, long running, List<BuildInput> asked) {
		if (build.status() == BuildStatus.QUEUED) {
			return Stream.of(new Waiting(view(build), build.queuedAt(), "RUNNER",
					(running == 0) ? "It is about to start" : "It waits for a free runner; " + running
							+ ((running == 1) ? " build runs now" : " builds run now")));
		}
		return asked.stream().map((input) -> new Waiting(view(build), input.askedAt(), "PERSON", reason(input)));
	}

	private static String reason(BuildInput input) {
		return input.message() + (input.submitters().isEmpty() ? ""
				: " (to be answered by " + String.join(", ", input.submitters().stream().sorted().toList()) + ")");
	}

	@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	@Operation(summary = "Builds of all services as they move, as server-sent events",
			description = "Their logs are left out: follow one build for its log.")
	SseEmitter events(Actor actor) {
		return this.events.getObject()
			.subscribe("services", new ServiceEvents(TOPIC, EVENTS,
					(service) -> this.catalog.find(actor, service).isPresent(), this.clock));
	}

	private static String cursor(Build build) {
		Mark mark = Mark.of(build);
		return Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString((mark.at() + " " + mark.service() + " " + mark.number()).getBytes(StandardCharsets.UTF_8));
	}

	private static @Nullable Mark mark(@Nullable String cursor) {
		if (cursor == null || cursor.isEmpty()) {
			return null;
		}
		try {
			String[] parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(" ");
			return new Mark(Instant.parse(parts[0]), parts[1], Integer.parseInt(parts[2]));
		}
		catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException ex) {
			throw new Problem(HttpStatus.BAD_REQUEST, "The cursor is none that was given out").field("cursor",
					"is unknown");
		}
	}

	/**
	 * A build among those of other services.
	 *
	 * @param team that owns the service
	 * @param build without its stages
	 */
	@Schema(name = "FleetBuild")
	record FleetBuild(String team, BuildView build) {
	}

	/**
	 * A build that waits.
	 *
	 * @param build which one
	 * @param since since when
	 * @param waitsFor {@code RUNNER} or {@code PERSON}
	 * @param reason in words
	 */
	@Schema(name = "WaitingBuild")
	record Waiting(FleetBuild build, Instant since, String waitsFor, String reason) {
	}

}
