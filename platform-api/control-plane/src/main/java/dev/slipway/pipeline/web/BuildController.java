package dev.slipway.pipeline.web;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.LiveEvents;
import dev.slipway.api.Page;
import dev.slipway.api.Problem;
import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildServer;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.pipeline.LogChunk;
import dev.slipway.repository.Repositories;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Builds of a service. */
@RestController
@Tag(name = "Builds")
@RequestMapping("/api/v1/services/{service}/builds")
class BuildController {

	/** What stands for the template of a service that was adopted. */
	private static final String ADOPTED = "adopted";

	private static final int MOST = 200;

	private final BuildServer server;

	private final BuildStore store;

	private final Catalog catalog;

	private final Repositories repositories;

	private final LiveEvents events;

	private final Clock clock;

	BuildController(BuildServer server, BuildStore store, Catalog catalog, Repositories repositories, LiveEvents events,
			ObjectProvider<Clock> clock) {
		this.server = server;
		this.store = store;
		this.catalog = catalog;
		this.repositories = repositories;
		this.events = events;
		this.clock = clock.getIfUnique(Clock::systemUTC);
	}

	@GetMapping
	@Operation(summary = "The builds of a service, newest first")
	Page<BuildView> list(Actor actor, @PathVariable String service, @RequestParam(defaultValue = "20") int limit,
			@RequestParam(required = false) @Nullable String cursor) {
		visible(actor, service);
		int size = Math.max(1, Math.min(MOST, limit));
		List<Build> builds = this.store.list(service, before(cursor), size + 1);
		List<BuildView> views = builds.stream().limit(size).map((build) -> view(build)).toList();
		return new Page<>(views, (builds.size() > size) ? String.valueOf(views.get(size - 1).number()) : null);
	}

	private static int before(@Nullable String cursor) {
		try {
			return (cursor != null) ? Integer.parseInt(cursor) : Integer.MAX_VALUE;
		}
		catch (NumberFormatException ex) {
			throw Problem.invalid("cursor", "The cursor must be one that a page of this list gave");
		}
	}

	/** Builds the head of a branch, or a commit of it. */
	@PostMapping
	@Operation(summary = "Builds the head of a branch, or a commit of it",
			description = "Answers 202; follow the Location.")
	ResponseEntity<BuildView> trigger(Actor actor, @PathVariable String service,
			@RequestBody(required = false) @Nullable Trigger wanted,
			@RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
		Service found = visible(actor, service);
		actor.require(Role.DEVELOPER, found.team());
		String branch = (wanted != null && wanted.branch() != null) ? wanted.branch() : "main";
		String commit = (wanted != null && wanted.commit() != null) ? wanted.commit() : head(found, branch);
		if (!commit.matches("[0-9a-f]{40}")) {
			throw Problem.invalid("commit", "A commit is 40 hexadecimal digits");
		}
		if (this.store.pipeline(service).isEmpty()) {
			throw Problem.conflict("The service " + service + " has no pipeline")
				.remedy(ADOPTED.equals(found.template())
						? "It was adopted and has none: build its image elsewhere, and release that"
						: "Retry the onboarding of the service");
		}
		String unique = (key != null) ? key : UUID.randomUUID().toString();
		Build build = this.server.trigger(new BuildRequest(found.team(), service, branch, commit,
				"manual:" + actor.name() + ":" + unique, "Started by " + actor.name(), actor.name()));
		return ResponseEntity.accepted()
			.location(URI.create("/api/v1/" + LiveBuilds.topic(service, build.number())))
			.body(view(build));
	}

	private String head(Service service, String branch) {
		return this.repositories.head(service.team(), service.name(), branch)
			.orElseThrow(() -> Problem.invalid("branch",
					"The repository of " + service.name() + " has no branch '" + branch + "'"));
	}

	@GetMapping("/{number}")
	@Operation(summary = "One build with its stages",
			description = "A build that did not end well says in failure where, what went wrong and what to do.")
	BuildView get(Actor actor, @PathVariable String service, @PathVariable int number) {
		return view(build(actor, service, number));
	}

	@GetMapping("/{number}/stages")
	@Operation(summary = "The stages of a build in the order of starting")
	List<BuildView.StageView> stages(Actor actor, @PathVariable String service, @PathVariable int number) {
		return view(build(actor, service, number)).stages();
	}

	@GetMapping("/{number}/tests")
	@Operation(summary = "The test results of a build")
	TestResultsView tests(Actor actor, @PathVariable String service, @PathVariable int number) {
		build(actor, service, number);
		return TestResultsView.of(this.store.tests(service, number));
	}

	/** Text from an offset in bytes; a negative one counts from the end. */
	@GetMapping("/{number}/log")
	@Operation(summary = "The log of a build from an offset on",
			description = "X-Next-Start is the offset to ask for next, X-Complete tells whether nothing follows.")
	ResponseEntity<String> log(Actor actor, @PathVariable String service, @PathVariable int number,
			@RequestParam(defaultValue = "0") long start) {
		build(actor, service, number);
		LogChunk chunk = this.server.log(service, number, start);
		return ResponseEntity.ok()
			.contentType(MediaType.parseMediaType("text/plain;charset=UTF-8"))
			.header("X-Next-Start", String.valueOf(chunk.next()))
			.header("X-Complete", String.valueOf(chunk.complete()))
			.body(chunk.text());
	}

	@PostMapping("/{number}/abort")
	@Operation(summary = "Ends a build that waits or runs")
	ResponseEntity<BuildView> abort(Actor actor, @PathVariable String service, @PathVariable int number) {
		Build build = build(actor, service, number);
		actor.require(Role.DEVELOPER, build.team());
		if (!this.server.abort(service, number, actor.name())) {
			throw Problem.conflict("Build " + service + " #" + number + " has ended already");
		}
		return ResponseEntity.accepted().body(view(build(actor, service, number)));
	}

	@GetMapping(path = "/{number}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	@Operation(summary = "The build as it moves, as server-sent events")
	SseEmitter events(Actor actor, @PathVariable String service, @PathVariable int number) {
		build(actor, service, number);
		return this.events.subscribe(LiveBuilds.topic(service, number));
	}

	private Build build(Actor actor, String service, int number) {
		visible(actor, service);
		return this.store.find(service, number).orElseThrow(() -> Problem.notFound("Build " + service + " #" + number));
	}

	private Service visible(Actor actor, String name) {
		return this.catalog.find(name)
			.filter((service) -> actor.sees(service.team()))
			.orElseThrow(() -> Problem.notFound("The service '" + name + "'"));
	}

	private BuildView view(Build build) {
		return BuildView.of(build, this.store.stages(build.service(), build.number()), this.clock.instant());
	}

	/**
	 * What to build.
	 *
	 * @param branch {@code main} when missing
	 * @param commit the head of the branch when missing
	 */
	record Trigger(@Nullable String branch, @Nullable String commit) {
	}

}
