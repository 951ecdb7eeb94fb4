package dev.slipway.observability.traces.zipkin;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import dev.slipway.observability.StoreUnavailable;
import dev.slipway.observability.http.StoreAddress;
import dev.slipway.observability.http.StoreHttp;
import dev.slipway.observability.traces.SpanBounds;
import org.jspecify.annotations.Nullable;
import zipkin2.Span;
import zipkin2.codec.SpanBytesEncoder;

/**
 * Sends spans on to Zipkin in batches, from a thread and a bounded queue of its own: who
 * brings spans never waits for Zipkin. While that is away, the same batch is tried again
 * and again; what the queue cannot hold meanwhile is lost and counted.
 */
public final class SpanForwarder implements AutoCloseable {

	/** Tells the platform its own spans, should it be its own Zipkin by mistake. */
	public static final String HEADER = "Slipway-Forwarded";

	private static final int QUEUE_BYTES = 16 << 20;

	private static final int BATCH_BYTES = 1 << 20;

	private static final int BATCH_SPANS = 1000;

	private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

	private static final Duration LAST_PAUSE = Duration.ofSeconds(15);

	private static final Duration GOODBYE = Duration.ofSeconds(2);

	private final StoreAddress zipkin;

	private final StoreHttp http;

	private final SpanQueue queue;

	private final AtomicLong sent = new AtomicLong();

	private final AtomicLong lost = new AtomicLong();

	private final AtomicLong underway = new AtomicLong();

	private final Thread sender;

	private volatile @Nullable String trouble;

	private volatile @Nullable String refusal;

	public SpanForwarder(StoreAddress zipkin) {
		this(zipkin, QUEUE_BYTES);
	}

	SpanForwarder(StoreAddress zipkin, int queueBytes) {
		this.zipkin = zipkin;
		this.http = new StoreHttp(zipkin);
		this.queue = new SpanQueue(queueBytes);
		this.sender = new Thread(this::run, "zipkin-forwarder");
		this.sender.setDaemon(true);
		this.sender.start();
	}

	/** Takes spans to be sent; never waits. */
	public void accept(List<Span> spans) {
		for (Span span : spans) {
			this.underway.incrementAndGet();
			settle(0, this.queue.put(SpanBytesEncoder.JSON_V2.encode(SpanBounds.of(span))));
		}
	}

	private void settle(int taken, int given) {
		this.sent.addAndGet(taken);
		this.lost.addAndGet(given);
		this.underway.addAndGet(-taken - (long) given);
	}

	private void run() {
		try {
			for (List<byte[]> batch = next(); !batch.isEmpty(); batch = next()) {
				deliver(batch);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private List<byte[]> next() throws InterruptedException {
		return this.queue.take(BATCH_SPANS, BATCH_BYTES);
	}

	/** Until it is taken, or refused, or nobody waits any more. */
	private void deliver(List<byte[]> batch) throws InterruptedException {
		Duration pause = FIRST_PAUSE;
		while (true) {
			try {
				send(batch);
				this.trouble = null;
				return;
			}
			catch (StoreUnavailable ex) {
				this.trouble = String.valueOf(ex.getMessage());
				if (this.queue.isClosed()) {
					settle(0, batch.size());
					return;
				}
			}
			this.queue.pause(pause);
			pause = (pause.multipliedBy(2).compareTo(LAST_PAUSE) < 0) ? pause.multipliedBy(2) : LAST_PAUSE;
		}
	}

	/** A batch that is refused is halved until the span that is to blame is found. */
	private void send(List<byte[]> batch) {
		HttpResponse<byte[]> response = this.http.send(this.http.request("/api/v2/spans")
			.header("Content-Type", "application/json")
			.header(HEADER, "true")
			.POST(HttpRequest.BodyPublishers.ofByteArray(list(batch)))
			.build(), this.queue.isClosed() ? GOODBYE : this.zipkin.timeout());
		int status = response.statusCode();
		if (status / 100 == 2 && !StoreHttp.isHtml(response)) {
			settle(batch.size(), 0);
		}
		else if (status != 400 && status != 413) {
			throw this.zipkin.unavailable(this.zipkin + " takes no spans: it answers " + status + " ("
					+ StoreHttp.line(StoreHttp.text(response)) + "); is " + this.zipkin.property("url")
					+ " that of Zipkin, and is its collector on (COLLECTOR_HTTP_ENABLED)?", null);
		}
		else if (batch.size() > 1) {
			send(List.copyOf(batch.subList(0, batch.size() / 2)));
			send(List.copyOf(batch.subList(batch.size() / 2, batch.size())));
		}
		else {
			this.refusal = StoreHttp.line(StoreHttp.text(response));
			settle(0, 1);
		}
	}

	private static byte[] list(List<byte[]> spans) {
		ByteArrayOutputStream json = new ByteArrayOutputStream(BATCH_BYTES / 4);
		json.write('[');
		for (byte[] span : spans) {
			if (json.size() > 1) {
				json.write(',');
			}
			json.writeBytes(span);
		}
		json.write(']');
		return json.toByteArray();
	}

	/** How it goes. */
	Figures figures() {
		return new Figures(this.sent.get(), this.underway.get(), this.lost.get(), this.trouble, this.refusal);
	}

	/** Sends what waits if that is quick; what is left is lost. */
	@Override
	public void close() {
		this.queue.close();
		try {
			this.sender.join(GOODBYE.multipliedBy(2).toMillis());
			this.sender.interrupt();
		}
		catch (InterruptedException ex) {
			this.sender.interrupt();
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * How the sending goes.
	 *
	 * @param sent spans that Zipkin took
	 * @param waiting spans still to be sent
	 * @param lost spans that never will be
	 * @param trouble why none can be sent now; null when they can
	 * @param refusal what Zipkin said of a span that it refused; null when it never did
	 */
	record Figures(long sent, long waiting, long lost, @Nullable String trouble, @Nullable String refusal) {
	}

}
