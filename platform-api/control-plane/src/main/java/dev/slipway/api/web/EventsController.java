package dev.slipway.api.web;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.slipway.access.Actor;
import dev.slipway.api.LiveEvents;
import dev.slipway.api.Problem;
import dev.slipway.api.TopicPolicy;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Streams of what moves: any topic by name, and {@code …/events} below the resources that
 * move.
 */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
@Tag(name = "Live events")
class EventsController {

	private static final String ROOT = "/api/v1/";

	private static final String END = "/events";

	private final LiveEvents events;

	private final List<TopicPolicy> policies;

	EventsController(LiveEvents events, List<TopicPolicy> policies) {
		this.events = events;
		this.policies = policies;
	}

	@GetMapping("/events")
	@Operation(summary = "What moves on a topic and below, as server-sent events",
			description = "A topic is the path of a resource below /api/v1. Each event carries the topic and the new state.")
	SseEmitter topic(Actor actor, @RequestParam(defaultValue = "") String topic,
			@Parameter(description = "Only events of these names, separated by commas; all when empty") @RequestParam(
					defaultValue = "") String events) {
		String trimmed = topic.replaceAll("^/+|/+$", "");
		if (!this.policies.stream().allMatch((policy) -> policy.allows(actor, trimmed))) {
			throw Problem.notFound("Topic " + trimmed);
		}
		Set<String> names = Arrays.stream(events.split(",")).map(String::strip).collect(Collectors.toSet());
		return events.isBlank() ? this.events.subscribe(trimmed)
				: this.events.subscribe(trimmed, (published, event) -> names.contains(event));
	}

	@GetMapping({ "/services/{service}/events", "/services/{service}/environments/{environment}/events",
			"/onboardings/{id}/events", "/experiments/{id}/runs/{number}/events" })
	@Operation(summary = "What moves on a resource and below, as server-sent events")
	SseEmitter resource(Actor actor, HttpServletRequest request) {
		String path = request.getRequestURI();
		return topic(actor, path.substring(ROOT.length(), path.length() - END.length()), "");
	}

}
