package dev.slipway.cluster.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.kinds.ApiError;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/** The subresource log: sends what {@link PodLogs} reads. */
final class LogStreams {

	private final Vertx vertx;

	private final Objects objects;

	private final PodLogs logs;

	LogStreams(Vertx vertx, Objects objects, PodLogs logs) {
		this.vertx = vertx;
		this.objects = objects;
		this.logs = logs;
	}

	/** Called on the event loop. */
	void send(Call call, Target target, HttpServerResponse response) {
		ObjectNode pod = this.objects.store().shared(target.key());
		if (pod == null) {
			throw ApiError.notFound(target.kind(), target.name());
		}
		PodLogs.Query query = query(call, pod, target.name());
		if (pod.path("spec").path("nodeName").asText("").isEmpty()) {
			response.setStatusCode(204).end();
			return;
		}
		Context context = this.vertx.getOrCreateContext();
		response.setChunked(true).putHeader("Content-Type", "text/plain");
		this.vertx.<PodLogs.Reading>executeBlocking(() -> this.logs.read(pod.deepCopy(), query,
				(chunk) -> context.runOnContext((ignored) -> write(response, chunk)),
				() -> context.runOnContext((ignored) -> end(response))), false)
			.onSuccess((reading) -> closeWith(response, reading))
			.onFailure((failure) -> fail(response, target, failure));
		if (query.follow()) {
			response.write(Buffer.buffer());
		}
	}

	/** A short log may have been sent whole before the reading is at hand. */
	private static void closeWith(HttpServerResponse response, PodLogs.Reading reading) {
		if (response.ended() || response.closed()) {
			reading.close();
		}
		else {
			response.closeHandler((ignored) -> reading.close());
		}
	}

	private static void write(HttpServerResponse response, byte[] chunk) {
		if (!response.closed() && !response.ended()) {
			response.write(Buffer.buffer(chunk));
		}
	}

	private static void end(HttpServerResponse response) {
		if (!response.closed() && !response.ended()) {
			response.end();
		}
	}

	private static void fail(HttpServerResponse response, Target target, Throwable failure) {
		ApiError error = (failure instanceof ApiError already) ? already
				: (failure instanceof NoSuchElementException) ? ApiError.badRequest(failure.getMessage() + "")
						: ApiError.of(500, "InternalError",
								"cannot read the log of " + target.name() + ": " + failure.getMessage());
		if (response.headWritten()) {
			response.end(error.getMessage() + "\n");
			return;
		}
		response.setChunked(false)
			.setStatusCode(error.code())
			.putHeader("Content-Type", Reply.JSON)
			.end(Buffer.buffer(Json.bytes(error.status())));
	}

	private PodLogs.Query query(Call call, ObjectNode pod, String name) {
		String container = container(call.param("container", ""), pod, name);
		Long tail = call.number("tailLines");
		Long seconds = call.number("sinceSeconds");
		Instant since = (seconds != null) ? this.objects.clock().instant().minusSeconds(seconds)
				: instant(call.param("sinceTime"));
		return new PodLogs.Query(container, call.flag("previous"), call.flag("follow"),
				(tail != null) ? Integer.valueOf((int) Math.min(Integer.MAX_VALUE, tail)) : null, since,
				call.flag("timestamps"), call.number("limitBytes"));
	}

	private static @Nullable Instant instant(@Nullable String text) {
		if (text == null || text.isEmpty()) {
			return null;
		}
		try {
			return java.time.OffsetDateTime.parse(text).toInstant();
		}
		catch (DateTimeParseException ex) {
			throw ApiError.badRequest("parsing time " + text + ": want RFC 3339");
		}
	}

	private static String container(String wanted, ObjectNode pod, String name) {
		List<String> all = new ArrayList<>();
		List<String> first = new ArrayList<>();
		for (String list : List.of("containers", "initContainers")) {
			for (JsonNode container : pod.path("spec").path(list)) {
				all.add(container.path("name").asText());
				if (list.equals("containers")) {
					first.add(container.path("name").asText());
				}
			}
		}
		if (wanted.isEmpty() && all.size() > 1) {
			throw ApiError.badRequest("a container name must be specified for pod " + name + ", choose one of: ["
					+ String.join(" ", first) + "]");
		}
		if (!wanted.isEmpty() && !all.contains(wanted)) {
			throw ApiError.badRequest("container " + wanted + " is not valid for pod " + name);
		}
		return wanted.isEmpty() ? all.get(0) : wanted;
	}

}
