package dev.slipway.cluster;

import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;

/** Gives counters to whoever scrapes, in Prometheus' text format, on loopback only. */
final class MetricsServer implements AutoCloseable {

	private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

	private final HttpServer server;

	private MetricsServer(HttpServer server) {
		this.server = server;
	}

	/**
	 * Starts on a free port.
	 * @throws CompletionException if there is none
	 */
	static MetricsServer start(Vertx vertx, Supplier<String> text) {
		HttpServer server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0));
		server.requestHandler((request) -> {
			boolean known = request.path().equals("/metrics");
			request.response()
				.setStatusCode(known ? 200 : 404)
				.putHeader("Content-Type", TEXT)
				.end(known ? text.get() : "Metrics are at /metrics\n");
		});
		return new MetricsServer(server.listen().toCompletionStage().toCompletableFuture().join());
	}

	String url() {
		return "http://127.0.0.1:" + this.server.actualPort() + "/metrics";
	}

	@Override
	public void close() {
		this.server.close().toCompletionStage().toCompletableFuture().join();
	}

}
