package dev.slipway.pipeline.web;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Map;
import java.util.UUID;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.LiveEvents;
import dev.slipway.api.Page;
import dev.slipway.api.Problem;
import dev.slipway.catalog.Service;
import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildNotices;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildServer;
import dev.slipway.pipeline.BuildStore;
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

	/** So many fit, escaped, where they are kept. */
	private static final int LONGEST = 3500;

	private final BuildServer server;

	private final BuildStore store;

	private final BuildAccess access;

	private final Repositories repositories;

	private final LiveEvents events;

	private final Clock clock;

	private final ObjectProvider<BuildNotices> notices;

	BuildController(BuildServer server, BuildStore store, BuildAccess access, Repositories repositories,
			LiveEvents events, ObjectProvider<Clock> clock, ObjectProvider<BuildNotices> notices) {
		this.notices = notices;
		this.server = server;
		this.store = store;
		this.access = access;
		this.repositories = repositories;
		this.events = events;
		this.clock = clock.getIfUnique(Clock::systemUTC);
	}

	@GetMapping
	@Operation(summary = "The builds of a service, newest first")
	Page<BuildView> list(Actor actor, @PathVariable String service, @RequestParam(defaultValue = "20") int limit,
			@RequestParam(required = false) @Nullable String cursor) {
		this.access.service(actor, service);
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
		Service found = this.access.service(actor, service);
		actor.require(Role.DEVELOPER, found.team());
		String branch = (wanted != null && wanted.branch() != null) ? wanted.branch() : "main";
		String commit = (wanted != null && wanted.commit() != null) ? wanted.commit() : head(found, branch);
		if (!commit.matches("[0-9a-f]{40}")) {
			throw Problem.invalid("commit", "A commit is 40 hexadecimal digits");
		}
		if (this.store.pipeline(service).isEmpty()) {
			throw Problem.conflict("The service " + service + " has no pipeline")
				.remedy(ADOPTED.equals(found.template())
						? "It was adopted: push a Jenkinsfile to its repository and it gets one, or build its image "
								+ "elsewhere and release that"
						: "Retry the onboarding of the service");
		}
		return accepted(new BuildRequest(found.team(), service, branch, commit, "manual:" + unique(actor, key),
				"Started by " + actor.name(), actor.name(), parameters(wanted)));
	}

	private static Map<String, String> parameters(@Nullable Trigger wanted) {
		Map<String, String> parameters = (wanted != null && wanted.parameters() != null) ? wanted.parameters()
				: Map.of();
		int length = 0;
		for (Map.Entry<String, String> one : parameters.entrySet()) {
			String field = "parameters." + one.getKey();
			if (!one.getKey().matches("[A-Za-z_][A-Za-z0-9_.-]{0,99}")) {
				throw Problem.invalid(field, "A parameter's name has letters, digits and _ . -");
			}
			if (one.getValue() == null || one.getValue().matches("(?s).*[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f].*")) {
				throw Problem.invalid(field, "A parameter's value is a text without control characters");
			}
			length += one.getKey().length() + one.getValue().length() + 8;
		}
		if (length > LONGEST) {
			throw Problem.invalid("parameters", "All parameters together have at most " + LONGEST + " characters");
		}
		return parameters;
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
		return view(this.access.build(actor, service, number));
	}

	@GetMapping("/{number}/stages")
	@Operation(summary = "The stages of a build in the order of starting")
	List<BuildView.StageView> stages(Actor actor, @PathVariable String service, @PathVariable int number) {
		return view(this.access.build(actor, service, number)).stages();
	}

	@GetMapping("/{number}/tests")
	@Operation(summary = "The test results of a build")
	TestResultsView tests(Actor actor, @PathVariable String service, @PathVariable int number) {
		this.access.build(actor, service, number);
		return TestResultsView.of(this.store.tests(service, number));
	}

	@PostMapping("/{number}/rerun")
	@Operation(summary = "Builds the same commit once more, with the same parameters",
			description = "Answers 202; follow the Location.")
	ResponseEntity<BuildView> rerun(Actor actor, @PathVariable String service, @PathVariable int number,
			@RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
		Build build = this.access.build(actor, service, number);
		actor.require(Role.DEVELOPER, build.team());
		if (!build.status().ended()) {
			throw Problem.conflict("Build " + service + " #" + number + " has not ended")
				.remedy("Wait for its end, or stop it first");
		}
		return accepted(build.request()
			.again("rerun:" + number + ":" + unique(actor, key), "Build " + number + " again, by " + actor.name(),
					actor.name()));
	}

	private ResponseEntity<BuildView> accepted(BuildRequest request) {
		Build build = this.server.trigger(request);
		return ResponseEntity.accepted()
			.location(URI.create("/api/v1/" + LiveBuilds.topic(request.service(), build.number())))
			.body(view(build));
	}

	private static String unique(Actor actor, @Nullable String key) {
		return actor.name() + ":" + ((key != null) ? key : UUID.randomUUID().toString());
	}

	@PostMapping("/{number}/abort")
	@Operation(summary = "Ends a build that waits or runs")
	ResponseEntity<BuildView> abort(Actor actor, @PathVariable String service, @PathVariable int number) {
		Build build = this.access.build(actor, service, number);
		actor.require(Role.DEVELOPER, build.team());
		if (!this.server.abort(service, number, actor.name())) {
			throw Problem.conflict("Build " + service + " #" + number + " has ended already");
		}
		return ResponseEntity.accepted().body(view(this.access.build(actor, service, number)));
	}

	@GetMapping(path = "/{number}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	@Operation(summary = "The build as it moves, as server-sent events")
	SseEmitter events(Actor actor, @PathVariable String service, @PathVariable int number) {
		this.access.build(actor, service, number);
		return this.events.subscribe(LiveBuilds.topic(service, number));
	}

	private BuildView view(Build build) {
		String notice = this.notices.stream()
			.map((one) -> one.of(build))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
		return BuildView.of(build, this.store.stages(build.service(), build.number()), notice, this.clock.instant());
	}

	/**
	 * What to build.
	 *
	 * @param branch {@code main} when missing
	 * @param commit the head of the branch when missing
	 * @param parameters what the Jenkinsfile reads as {@code params}; never a secret
	 */
	record Trigger(@Nullable String branch, @Nullable String commit, @Nullable Map<String, String> parameters) {
	}

}
