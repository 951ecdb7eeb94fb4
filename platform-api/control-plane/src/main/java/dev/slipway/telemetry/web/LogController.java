package dev.slipway.telemetry.web;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;

import dev.slipway.access.Actor;
import dev.slipway.api.Problem;
import dev.slipway.catalog.Service;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.logs.BadLogQuery;
import dev.slipway.observability.logs.LogPage;
import dev.slipway.observability.logs.LogQuery;
import dev.slipway.observability.logs.LogStore;
import dev.slipway.telemetry.Visibility;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The logs of a service. */
@RestController
@Tag(name = "Telemetry")
@RequestMapping("/api/v1/services/{service}/logs")
class LogController {

	private final LogStore store;

	private final Visibility visibility;

	private final LogTails tails;

	private final Clock clock;

	LogController(LogStore store, Visibility visibility, LogTails tails, Clock clock) {
		this.store = store;
		this.visibility = visibility;
		this.tails = tails;
		this.clock = clock;
	}

	@GetMapping
	@Operation(summary = "The log lines of a service, newest first, with a histogram",
			description = "The query has the syntax of a query string: level:error AND payment.")
	LogAnswer search(@PathVariable String service, @ParameterObject @ModelAttribute LogParameters parameters,
			Actor actor) {
		Service found = visible(actor, service);
		QueryScope scope = this.visibility.scope(found);
		Instant now = this.clock.instant();
		LogQuery query = parameters.query(found.name(), now);
		try {
			LogPage page = this.store.search(query, scope);
			LogAnswer.Histogram histogram = null;
			if (parameters.wantsHistogram()) {
				LogQuery bounded = parameters.bounded(query, now);
				histogram = LogAnswer.Histogram
					.of(this.store.histogram(bounded, LogParameters.interval(bounded), scope));
			}
			return new LogAnswer(page.hits().stream().map(LogAnswer.Item::of).toList(), page.nextCursor(), page.total(),
					page.totalExact(), histogram);
		}
		catch (BadLogQuery ex) {
			throw unreadable(ex);
		}
	}

	@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	@Operation(summary = "New log lines as they come, as server-sent events")
	SseEmitter tail(@PathVariable String service, @ParameterObject @ModelAttribute LogParameters parameters,
			Actor actor) {
		Service found = visible(actor, service);
		try {
			LogQuery query = parameters.query(found.name(), this.clock.instant()).page(LogQuery.MAX_LIMIT, null);
			return this.tails.open(this.store.tail(query, this.visibility.scope(found)));
		}
		catch (BadLogQuery ex) {
			throw unreadable(ex);
		}
	}

	@GetMapping(path = "/export", produces = LogExport.MEDIA_TYPE)
	@Operation(summary = "All log lines that match, newest first, as lines of JSON",
			description = "Of limit records at most, 100,000 if it is not said and a million at the most. "
					+ "A last line with only 'continues' has the cursor to go on with when there are more.")
	void export(@PathVariable String service, @ParameterObject @ModelAttribute LogParameters parameters, Actor actor,
			HttpServletResponse response) throws IOException {
		Service found = visible(actor, service);
		try {
			LogExport export = new LogExport(this.store, parameters.query(found.name(), this.clock.instant()),
					parameters.limit(), this.visibility.scope(found));
			response.setContentType(LogExport.MEDIA_TYPE);
			response.setHeader(HttpHeaders.CONTENT_DISPOSITION,
					ContentDisposition.attachment().filename(found.name() + "-logs.ndjson").build().toString());
			export.write(response.getOutputStream());
		}
		catch (BadLogQuery ex) {
			throw unreadable(ex);
		}
	}

	private Service visible(Actor actor, String service) {
		return this.visibility.service(actor, service).orElseThrow(() -> Problem.notFound("Service " + service));
	}

	private static Problem unreadable(BadLogQuery ex) {
		return Problem.invalid("query", String.valueOf(ex.getMessage()))
			.field("position", String.valueOf(ex.position()))
			.remedy("Put text with special characters in quotes, or a backslash before them");
	}

}
