package dev.slipway.observability.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.observability.Origin;
import dev.slipway.observability.ScrapeTarget;

/** A process that offers metrics over real HTTP; tests say what. */
public final class ExposedTarget implements AutoCloseable {

	private final HttpServer server;

	private final Origin origin;

	private volatile String text = "";

	private volatile int status = 200;

	private volatile boolean well = true;

	private volatile Instant changed = Instant.now();

	public ExposedTarget(Origin origin) {
		this.origin = origin;
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/metrics", (exchange) -> {
			byte[] body = this.text.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(this.status, (body.length > 0) ? body.length : -1);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		this.server.start();
	}

	public ScrapeTarget target() {
		return new ScrapeTarget(URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + "/metrics"),
				this.origin);
	}

	public void expose(String exposition) {
		this.status = 200;
		this.text = exposition;
		this.well = true;
		this.changed = Instant.now();
	}

	/**
	 * Exposes samples that bear a time of their own, so that they are the same however
	 * often and whenever they are scraped.
	 */
	public void expose(String exposition, Instant time) {
		expose(exposition.lines()
			.map((line) -> line.startsWith("#") ? line : line + " " + time.toEpochMilli())
			.collect(Collectors.joining("\n", "", "\n")));
	}

	/** Exposes what cannot be read. */
	public void exposeBroken(String exposition) {
		expose(exposition);
		this.well = false;
	}

	public void fail() {
		this.status = 503;
		this.well = false;
		this.changed = Instant.now();
	}

	/** Whether a scrape of what it exposes now succeeds. */
	public boolean isWell() {
		return this.well;
	}

	/** Since when it exposes what it exposes. */
	public Instant changed() {
		return this.changed;
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
