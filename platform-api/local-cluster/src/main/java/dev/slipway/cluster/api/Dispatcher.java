package dev.slipway.cluster.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import dev.slipway.cluster.api.kinds.ApiError;
import dev.slipway.cluster.api.kinds.Kinds;
import dev.slipway.cluster.store.StoreException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes each request to where it is answered: plain ones on workers, streams on the event
 * loop.
 */
final class Dispatcher {

	private static final Logger logger = LoggerFactory.getLogger(Dispatcher.class);

	private static final List<String> OPEN = List.of("/healthz", "/livez", "/readyz", "/version");

	private final Vertx vertx;

	private final Objects objects;

	private final Verbs verbs;

	private final LogStreams logs;

	private final OpenApi openApi;

	private final byte[] token;

	Dispatcher(Vertx vertx, Objects objects, PodLogs logs, String token) {
		this.vertx = vertx;
		this.objects = objects;
		this.verbs = new Verbs(objects);
		this.logs = new LogStreams(vertx, objects, logs);
		this.openApi = new OpenApi();
		this.token = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
	}

	void handle(HttpServerRequest request) {
		request.response().exceptionHandler((failure) -> logger.debug("client gone: {}", failure.toString()));
		if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
			dispatch(request, Buffer.buffer());
			return;
		}
		request.body()
			.onSuccess((body) -> dispatch(request, body))
			.onFailure((failure) -> logger.debug("request cut off: {}", failure.toString()));
	}

	private void dispatch(HttpServerRequest request, Buffer body) {
		Call call = new Call(request.method().name(), path(request), request.params(), request.headers(),
				body.getBytes());
		try {
			authenticate(call);
			List<String> parts = parts(call.path());
			if (!parts.isEmpty() && (resourcePath(parts, "api", 3) || resourcePath(parts, "apis", 4))) {
				int skip = parts.get(0).equals("api") ? 2 : 3;
				String apiVersion = String.join("/", parts.subList(1, skip));
				known(apiVersion, parts);
				Target target = Target.parse(apiVersion, parts.subList(skip, parts.size()));
				if (stream(request, call, target)) {
					Audit.log(call, target, 200);
					return;
				}
				work(request, () -> answer(call, target));
			}
			else {
				work(request, () -> fixed(call, parts));
			}
		}
		catch (RuntimeException ex) {
			Reply reply = (ex instanceof UnknownGroup) ? Reply.text(404, ex.getMessage() + "") : Reply.error(error(ex));
			send(request.response(), reply, call.method());
		}
	}

	private Reply answer(Call call, Target target) {
		try {
			Reply reply = this.verbs.answer(call, target);
			Audit.log(call, target, reply.status());
			return reply;
		}
		catch (RuntimeException ex) {
			Audit.log(call, target, error(ex).code());
			throw ex;
		}
	}

	private static void known(String apiVersion, List<String> parts) {
		if (parts.get(0).equals("apis") && !Kinds.get().groups().contains(parts.get(1))) {
			throw new UnknownGroup();
		}
		if (Kinds.get().of(apiVersion).isEmpty()) {
			throw ApiError.noResource();
		}
	}

	/** A path into a group nobody has: plain text, as a real server answers. */
	private static final class UnknownGroup extends RuntimeException {

		private static final long serialVersionUID = 1L;

		UnknownGroup() {
			super("404 page not found\n");
		}

	}

	private boolean stream(HttpServerRequest request, Call call, Target target) {
		boolean get = call.method().equals("GET");
		if (get && target.subresource().equals("log")) {
			this.logs.send(call, target, request.response());
			return true;
		}
		boolean watch = target.watch() || (call.flag("watch") && target.subresource().isEmpty());
		if (!get || !watch || target.kind().is("createOnly")) {
			return false;
		}
		ListOptions options = ListOptions.of(call, target, true);
		boolean socket = "websocket".equalsIgnoreCase(call.header("Upgrade"));
		Shown shown = socket ? new Shown(target.kind(), Representation.PLAIN, "", this.objects.clock().instant())
				: Shown.of(call, target.kind(), this.objects.clock().instant());
		if (socket) {
			request.toWebSocket()
				.onSuccess((opened) -> new Watching(this.vertx, this.objects, target, options, shown,
						WatchOutlet.of(opened))
					.start());
		}
		else {
			new Watching(this.vertx, this.objects, target, options, shown, WatchOutlet.of(request.response())).start();
		}
		return true;
	}

	private Reply fixed(Call call, List<String> parts) {
		String path = "/" + String.join("/", parts);
		if (!call.method().equals("GET") && !call.method().equals("HEAD")) {
			throw ApiError.methodNotAllowed();
		}
		if (path.equals("/api")) {
			return Discovery.api(call);
		}
		if (path.equals("/apis")) {
			return Discovery.apis(call);
		}
		if (path.startsWith("/api/")) {
			return Discovery.resources(path.substring(5));
		}
		if (path.startsWith("/apis/")) {
			String rest = path.substring(6);
			if (!rest.contains("/") || !Kinds.get().groups().contains(rest.substring(0, rest.indexOf('/')))) {
				return Discovery.oneGroup(rest);
			}
			return Discovery.resources(rest);
		}
		if (path.startsWith("/openapi/")) {
			return this.openApi.answer(call, path);
		}
		return switch (path) {
			case "/version" -> Discovery.version();
			case "/healthz", "/livez", "/readyz" -> Reply.text(200, "ok");
			default -> Reply.text(404, "404 page not found\n");
		};
	}

	private void work(HttpServerRequest request, Callable<Reply> action) {
		this.vertx.executeBlocking(() -> {
			try {
				return action.call();
			}
			catch (RuntimeException ex) {
				return Reply.error(error(ex));
			}
		}, false)
			.onSuccess((reply) -> send(request.response(), reply, request.method().name()))
			.onFailure((failure) -> send(request.response(),
					Reply.error(ApiError.of(500, "InternalError", failure.toString())), request.method().name()));
	}

	private static ApiError error(RuntimeException ex) {
		if (ex instanceof ApiError error) {
			return error;
		}
		if (ex instanceof StoreException store) {
			return ApiError.of(409, "Conflict", store.getMessage() + "");
		}
		logger.error("the API server failed", ex);
		return ApiError.of(500, "InternalError", "Internal error occurred: " + ex);
	}

	private static void send(HttpServerResponse response, Reply reply, String method) {
		if (response.closed() || response.ended()) {
			return;
		}
		response.setStatusCode(reply.status()).putHeader("Content-Type", reply.contentType());
		for (String warning : reply.warnings()) {
			response.headers().add("Warning", "299 - \"" + warning.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
		}
		if (reply.retryAfter() > 0) {
			response.putHeader("Retry-After", Integer.toString(reply.retryAfter()));
		}
		if (method.equals("HEAD")) {
			response.putHeader("Content-Length", Integer.toString(reply.body().length)).end();
		}
		else {
			response.end(Buffer.buffer(reply.body()));
		}
	}

	private void authenticate(Call call) {
		if (OPEN.contains(call.path())) {
			return;
		}
		byte[] given = call.header("Authorization").getBytes(StandardCharsets.UTF_8);
		if (!MessageDigest.isEqual(given, this.token)) {
			throw ApiError.of(401, "Unauthorized", "Unauthorized");
		}
	}

	private static boolean resourcePath(List<String> parts, String root, int least) {
		return parts.get(0).equals(root) && parts.size() >= least;
	}

	private static String path(HttpServerRequest request) {
		String path = request.path();
		return (path != null) ? path : "/";
	}

	private static List<String> parts(String path) {
		List<String> parts = new ArrayList<>();
		for (String part : path.split("/")) {
			if (!part.isEmpty()) {
				parts.add(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
			}
		}
		return parts;
	}

}
