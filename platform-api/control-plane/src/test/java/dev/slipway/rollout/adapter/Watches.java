package dev.slipway.rollout.adapter;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import com.sun.net.httpserver.HttpExchange;
import org.jspecify.annotations.NullUnmarked;

/** Passes watches on, line by line, and lets them fail. */
@NullUnmarked
final class Watches {

	private static final String GONE = "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\","
			+ "\"status\":\"Failure\",\"reason\":\"Expired\",\"message\":\"a planted 410\",\"code\":410}}";

	private final Upstream upstream;

	private final Set<Line> open = ConcurrentHashMap.newKeySet();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition flows = this.lock.newCondition();

	private boolean held;

	private volatile boolean refused;

	Watches(Upstream upstream) {
		this.upstream = upstream;
	}

	void relay(HttpExchange exchange) throws IOException, InterruptedException {
		if (this.refused) {
			FaultProxy.refuse(exchange, 503);
			return;
		}
		try (InputStream in = this.upstream.open(exchange);
				BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, 0);
			exchange.getResponseBody().flush();
			Line line = new Line(exchange.getResponseBody(), in);
			this.open.add(line);
			line.write(bookmark(exchange.getRequestURI()));
			try {
				for (String event = lines.readLine(); event != null; event = lines.readLine()) {
					awaitFlow();
					line.write(event);
				}
			}
			finally {
				this.open.remove(line);
			}
		}
	}

	/**
	 * The first line: by plain HTTP a client takes a watch for open when it has read one.
	 */
	private static String bookmark(URI watch) {
		String plural = watch.getPath().substring(watch.getPath().lastIndexOf('/') + 1);
		String version = watch.getQuery().replaceAll("(?:.*&)?resourceVersion=([^&]*).*", "$1");
		String kind = plural.substring(0, 1).toUpperCase(Locale.ROOT) + plural.substring(1, plural.length() - 1);
		String group = watch.getPath().replaceAll("/apis?/(.*)/" + plural, "$1");
		return "{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"" + kind + "\",\"apiVersion\":\"" + group
				+ "\",\"metadata\":{\"resourceVersion\":\"" + version + "\"}}}";
	}

	int open() {
		return this.open.size();
	}

	/** All watches end without a word. */
	void cut() {
		hold(false);
		this.open.forEach(Line::close);
	}

	/** All watches say that their version is too old, and end. */
	void expire() {
		this.open.forEach((line) -> {
			line.write(GONE);
			line.close();
		});
	}

	/** No watch can be opened, or they can again. */
	void refuse(boolean refused) {
		this.refused = refused;
	}

	/** Events are held back, or pass again. */
	void hold(boolean held) {
		this.lock.lock();
		try {
			this.held = held;
			this.flows.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void awaitFlow() throws InterruptedException {
		this.lock.lock();
		try {
			while (this.held) {
				this.flows.await();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Where watches come from. */
	interface Upstream {

		InputStream open(HttpExchange exchange) throws IOException, InterruptedException;

	}

	private record Line(OutputStream out, InputStream in) {

		synchronized void write(String event) {
			try {
				this.out.write((event + "\n").getBytes(StandardCharsets.UTF_8));
				this.out.flush();
			}
			catch (IOException ex) {
				close();
			}
		}

		void close() {
			try {
				this.in.close();
			}
			catch (IOException ex) {
				// It was to end.
			}
		}

	}

}
