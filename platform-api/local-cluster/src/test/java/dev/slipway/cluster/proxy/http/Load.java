package dev.slipway.cluster.proxy.http;

import java.io.IOException;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends requests at a fixed rate, whatever becomes of them, and none twice: GET and POST,
 * on fresh connections and on kept ones.
 */
final class Load {

	private final Front front;

	private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Deque<RawClient> kept = new ConcurrentLinkedDeque<>();

	private final AtomicInteger sent = new AtomicInteger();

	private final ConcurrentSkipListSet<Integer> open = new ConcurrentSkipListSet<>();

	private final List<String> failures = new CopyOnWriteArrayList<>();

	private Load(Front front) {
		this.front = front;
	}

	static Load start(Front front, int perSecond) {
		Load load = new Load(front);
		load.clock.scheduleAtFixedRate(load::send, 0, 1_000_000L / perSecond, TimeUnit.MICROSECONDS);
		return load;
	}

	private void send() {
		int number = this.sent.incrementAndGet();
		this.open.add(number);
		this.threads.execute(() -> {
			try {
				ask(number);
			}
			catch (IOException | RuntimeException ex) {
				this.failures.add(number + " " + ex);
			}
			finally {
				this.open.remove(number);
			}
		});
	}

	private void ask(int number) throws IOException {
		boolean fresh = number % 4 == 0;
		RawClient known = fresh ? null : this.kept.poll();
		RawClient client = (known != null) ? known : new RawClient(this.front);
		String body = (number % 2 == 0) ? "" : "body of " + number;
		client.send((body.isEmpty() ? "GET" : "POST") + " / HTTP/1.1\nHost: orders\nContent-Length: " + body.length()
				+ (fresh ? "\nConnection: close" : "") + "\n\n" + body);
		String head = client.head();
		if (!head.startsWith("HTTP/1.1 200 ")) {
			this.failures.add(number + " " + head);
			client.close();
			return;
		}
		int at = head.indexOf("content-length: ");
		client.bytes(Integer.parseInt(head.substring(at + 16, head.indexOf('\n', at))));
		if (fresh) {
			client.close();
		}
		else {
			this.kept.add(client);
		}
	}

	int sent() {
		return this.sent.get();
	}

	/** Whether all requests up to that number have been answered. */
	boolean answered(int number) {
		return this.open.headSet(number, true).isEmpty();
	}

	/** Waits for what is under way, and gives what failed. */
	List<String> stop() throws Exception {
		this.clock.shutdown();
		this.clock.awaitTermination(60, TimeUnit.SECONDS);
		this.threads.shutdown();
		if (!this.threads.awaitTermination(60, TimeUnit.SECONDS)) {
			this.failures.add("no end of " + this.open);
		}
		for (RawClient client : this.kept) {
			client.close();
		}
		return List.copyOf(this.failures);
	}

}
