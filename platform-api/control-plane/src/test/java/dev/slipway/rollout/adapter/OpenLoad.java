package dev.slipway.rollout.adapter;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.NullUnmarked;

/**
 * Requests at a steady rate, whatever becomes of those before: half on fresh connections,
 * half on connections kept alive. Nothing is tried twice. A kept connection is left when
 * the server says so, as every client does.
 */
@NullUnmarked
final class OpenLoad implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 5000;

	private static final int KEPT = 6;

	private final InetSocketAddress address;

	private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();

	private final ExecutorService workers = Executors.newFixedThreadPool(32);

	private final BlockingQueue<Kept> kept = new LinkedBlockingQueue<>();

	private final AtomicInteger sent = new AtomicInteger();

	private final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();

	private final List<String> failures = new CopyOnWriteArrayList<>();

	OpenLoad(String url, int perSecond) {
		URI uri = URI.create(url);
		this.address = new InetSocketAddress(uri.getHost(), uri.getPort());
		for (int i = 0; i < KEPT; i++) {
			this.kept.add(new Kept());
		}
		this.pace.scheduleAtFixedRate(this::send, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
	}

	/** Whether a request is answered now. */
	static boolean answered(String url) {
		URI uri = URI.create(url);
		try (Socket socket = open(new InetSocketAddress(uri.getHost(), uri.getPort()))) {
			ask(socket, new BufferedInputStream(socket.getInputStream()), "close");
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	int sent() {
		return this.sent.get();
	}

	List<String> failures() {
		return this.failures;
	}

	int answers(String version) {
		return this.answers.getOrDefault(version, new AtomicInteger()).get();
	}

	/** Sends no more and waits for what is under way. */
	void finish() throws InterruptedException {
		this.pace.shutdown();
		this.pace.awaitTermination(5, TimeUnit.SECONDS);
		this.workers.shutdown();
		this.workers.awaitTermination(20, TimeUnit.SECONDS);
	}

	@Override
	public void close() {
		this.pace.shutdownNow();
		this.workers.shutdownNow();
		this.kept.forEach(Kept::close);
	}

	private void send() {
		boolean fresh = this.sent.getAndIncrement() % 2 == 0;
		this.workers.execute(fresh ? this::fresh : this::keptAlive);
	}

	private void fresh() {
		try (Socket socket = open(this.address)) {
			count(ask(socket, new BufferedInputStream(socket.getInputStream()), "close").body());
		}
		catch (IOException | RuntimeException ex) {
			failed("fresh", ex);
		}
	}

	private void keptAlive() {
		try {
			Kept connection = this.kept.take();
			try {
				count(connection.ask());
			}
			catch (IOException | RuntimeException ex) {
				failed("kept", ex);
				connection.close();
			}
			finally {
				this.kept.add(connection);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void failed(String connection, Exception why) {
		int before = this.answers.values().stream().mapToInt(AtomicInteger::get).sum();
		this.failures.add(connection + " after " + before + " answers: " + why);
	}

	private void count(String version) {
		this.answers.computeIfAbsent(version, (key) -> new AtomicInteger()).incrementAndGet();
	}

	private static Socket open(InetSocketAddress address) throws IOException {
		Socket socket = new Socket();
		socket.setSoTimeout(TIMEOUT_MILLIS);
		socket.setTcpNoDelay(true);
		socket.connect(address, TIMEOUT_MILLIS);
		return socket;
	}

	private static Answer ask(Socket socket, InputStream in, String connection) throws IOException {
		socket.getOutputStream()
			.write(("GET / HTTP/1.1\r\nHost: orders\r\nConnection: " + connection + "\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
		String status = line(in);
		int length = 0;
		boolean close = false;
		for (String header = line(in); !header.isEmpty(); header = line(in)) {
			String lower = header.toLowerCase(java.util.Locale.ROOT);
			if (lower.startsWith("content-length:")) {
				length = Integer.parseInt(lower.substring(15).trim());
			}
			close |= lower.equals("connection: close");
		}
		String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
		if (!status.contains(" 200 ")) {
			throw new IOException("answer: " + status + ": " + body);
		}
		return new Answer(body, close);
	}

	private static String line(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = in.read(); c != '\n'; c = in.read()) {
			if (c < 0) {
				throw new IOException("closed after \"" + line + "\"");
			}
			if (c != '\r') {
				line.append((char) c);
			}
		}
		return line.toString();
	}

	private record Answer(String body, boolean close) {
	}

	/** A connection that is used again and again. */
	private final class Kept {

		private Socket socket;

		private InputStream in;

		String ask() throws IOException {
			if (this.socket == null) {
				this.socket = open(OpenLoad.this.address);
				this.in = new BufferedInputStream(this.socket.getInputStream());
			}
			Answer answer = OpenLoad.ask(this.socket, this.in, "keep-alive");
			if (answer.close()) {
				close();
			}
			return answer.body();
		}

		void close() {
			try {
				if (this.socket != null) {
					this.socket.close();
				}
			}
			catch (IOException ex) {
				// It was to go anyway.
			}
			this.socket = null;
		}

	}

}
