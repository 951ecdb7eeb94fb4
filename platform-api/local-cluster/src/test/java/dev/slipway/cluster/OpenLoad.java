package dev.slipway.cluster;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends requests at a fixed rate, whatever becomes of them, without a retry: every second
 * one on a connection of its own, the others on one that is kept.
 */
final class OpenLoad {

	private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);

	private volatile HttpClient kept = HttpClient.newHttpClient();

	private final AtomicInteger sent = new AtomicInteger();

	private final List<String> failures = new CopyOnWriteArrayList<>();

	private final Phaser open = new Phaser(1);

	private final URI target;

	private OpenLoad(URI target) {
		this.target = target;
	}

	static OpenLoad start(URI target, int perSecond) {
		OpenLoad load = new OpenLoad(target);
		load.clock.scheduleAtFixedRate(load::renew, 1, 1, TimeUnit.SECONDS);
		load.clock.scheduleAtFixedRate(load::send, 0, 1_000_000L / perSecond, TimeUnit.MICROSECONDS);
		return load;
	}

	/**
	 * Kept connections live shorter than the drain, as a client's pool is set in
	 * practice: HTTP/1.1 cannot tell a request that is under way from a connection that
	 * is closed because it idles.
	 */
	private void renew() {
		this.kept = HttpClient.newHttpClient();
	}

	private void send() {
		int number = this.sent.incrementAndGet();
		if (number % 2 == 0) {
			fresh();
			return;
		}
		this.open.register();
		this.kept
			.sendAsync(HttpRequest.newBuilder(this.target).timeout(Duration.ofSeconds(30)).build(),
					HttpResponse.BodyHandlers.ofString())
			.whenComplete((response, failure) -> {
				if (failure != null || response.statusCode() != 200) {
					this.failures.add("kept " + ((failure != null) ? failure : response));
				}
				this.open.arriveAndDeregister();
			});
	}

	private void fresh() {
		this.open.register();
		Thread thread = new Thread(() -> {
			try {
				java.net.HttpURLConnection connection = (java.net.HttpURLConnection) this.target.toURL()
					.openConnection();
				connection.setRequestProperty("Connection", "close");
				connection.setReadTimeout(30_000);
				connection.setConnectTimeout(30_000);
				connection.getInputStream().readAllBytes();
			}
			catch (java.io.IOException ex) {
				this.failures.add("fresh " + ex);
			}
			finally {
				this.open.arriveAndDeregister();
			}
		});
		thread.setDaemon(true);
		thread.start();
	}

	List<String> failures() {
		return List.copyOf(this.failures);
	}

	Count stop() throws InterruptedException {
		this.clock.shutdown();
		this.clock.awaitTermination(5, TimeUnit.SECONDS);
		this.open.arriveAndAwaitAdvance();
		return new Count(this.sent.get(), List.copyOf(this.failures));
	}

	/**
	 * What became of them.
	 *
	 * @param sent requests sent
	 * @param failures those that got no good answer
	 */
	record Count(int sent, List<String> failures) {
	}

}
