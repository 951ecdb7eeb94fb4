package dev.slipway.jenkins.adapter;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.NullUnmarked;

/**
 * A Jenkins as it was recorded: answers each request, by method and path with query, as
 * the exchanges say that were loaded, in their order, the last one again and again. What
 * is told to it with {@link #on} goes before, faults before all. Anything else is 404.
 */
@NullUnmarked
final class TranscriptServer implements AutoCloseable {

	private static final ObjectMapper JSON = new ObjectMapper();

	private final HttpServer server;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Map<String, Deque<Answer>> recorded = new ConcurrentHashMap<>();

	private final Map<String, Function<Asked, Answer>> told = new ConcurrentHashMap<>();

	private final Deque<Fault> faults = new ArrayDeque<>();

	private volatile Fault failing;

	private volatile int failingAt;

	private final List<Asked> asked = new CopyOnWriteArrayList<>();

	private volatile Function<Asked, Answer> otherwise = (request) -> Answer.of(404, "").with("X-Jenkins", "2.528.1");

	static {
		// Else each answer on a kept connection waits 40 ms for the other side's ACK.
		System.setProperty("sun.net.httpserver.nodelay", "true");
	}

	TranscriptServer() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		this.server.createContext("/", this::serve);
		this.server.setExecutor(this.threads);
		this.server.start();
	}

	/** Its address, without a slash at the end. */
	URI url() {
		return URI.create("http://" + host());
	}

	private String host() {
		return "127.0.0.1:" + this.server.getAddress().getPort();
	}

	/**
	 * Loads exchanges.
	 * @param file in {@code src/test/resources/jenkins}, without {@code .json}
	 * @param names of sequences, or {@code sequence/exchange}; none for all
	 */
	TranscriptServer play(String file, String... names) {
		List<String> wanted = List.of(names);
		for (JsonNode sequence : read(file).path("sequences")) {
			String name = sequence.path("name").asText();
			for (JsonNode exchange : sequence.path("exchanges")) {
				String whole = name + "/" + exchange.path("name").asText();
				if (wanted.isEmpty() || wanted.contains(name) || wanted.contains(whole)) {
					load(exchange);
				}
			}
		}
		return this;
	}

	/** The body of one recorded answer, placeholders filled in. */
	String body(String file, String sequence, String exchange) {
		for (JsonNode one : read(file).path("sequences")) {
			for (JsonNode two : one.path("exchanges")) {
				if (one.path("name").asText().equals(sequence) && two.path("name").asText().equals(exchange)) {
					return fill(two.path("response").path("body").asText());
				}
			}
		}
		throw new IllegalArgumentException(file + " has no " + sequence + "/" + exchange);
	}

	private static JsonNode read(String file) {
		try (InputStream json = TranscriptServer.class.getResourceAsStream("/jenkins/" + file + ".json")) {
			return JSON.readTree(json);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void load(JsonNode exchange) {
		JsonNode response = exchange.path("response");
		Answer answer = Answer.of(response.path("status").asInt(), fill(response.path("body").asText("")));
		for (Map.Entry<String, JsonNode> header : response.path("headers").properties()) {
			JsonNode value = header.getValue().isArray() ? header.getValue().path(0) : header.getValue();
			answer = answer.with(header.getKey(), fill(value.asText()));
		}
		JsonNode request = exchange.path("request");
		this.recorded
			.computeIfAbsent(key(request.path("method").asText(), request.path("path").asText()),
					(key) -> new ArrayDeque<>())
			.add(answer);
	}

	private String fill(String text) {
		return text.replace("<base>", url().toString())
			.replace("<host>", host())
			.replace("<git>", "http://git.example.com")
			.replace("<crumb>", "c0ffee")
			.replace("<session>", "session")
			.replace("<hash>", "0")
			.replace("<encrypted-secret>", "AQAAABAAAAAQsecret")
			.replace("JSESSIONID=…", "JSESSIONID.1=session");
	}

	/** Answers a method and path with its query, before what was recorded. */
	TranscriptServer on(String method, String path, Function<Asked, Answer> answer) {
		this.told.put(key(method, path), answer);
		return this;
	}

	TranscriptServer on(String method, String path, Answer answer) {
		return on(method, path, (request) -> answer);
	}

	/** What answers requests that nothing else is known for. */
	TranscriptServer otherwise(Function<Asked, Answer> answer) {
		this.otherwise = answer;
		return this;
	}

	/** The next requests fail, each in one way, in this order. */
	TranscriptServer fail(Fault... next) {
		synchronized (this.faults) {
			this.faults.addAll(List.of(next));
		}
		return this;
	}

	/** No more of the requests that come fail. */
	TranscriptServer mend() {
		synchronized (this.faults) {
			this.faults.clear();
		}
		return this;
	}

	/** After some good answers from now on, one request fails. */
	TranscriptServer failAfter(int good, Fault fault) {
		this.failing = fault;
		this.failingAt = this.asked.size() + good + 1;
		return this;
	}

	/** All requests until now. */
	List<Asked> asked() {
		return List.copyOf(this.asked);
	}

	/** How often a path, without its query, was asked. */
	long count(String method, String path) {
		return this.asked.stream()
			.filter((one) -> one.method().equals(method) && one.path().replaceFirst("\\?.*", "").equals(path))
			.count();
	}

	private void serve(HttpExchange exchange) {
		try (exchange) {
			Asked request = Asked.of(exchange);
			this.asked.add(request);
			Fault fault = nextFault();
			if (this.failing != null && this.asked.size() == this.failingAt) {
				fault = this.failing;
			}
			if (fault == Fault.BROKEN) {
				return;
			}
			if (fault == Fault.SLOW) {
				this.threads.awaitTermination(1, java.util.concurrent.TimeUnit.HOURS);
				return;
			}
			send(exchange, (fault != null) ? fault.answer : answer(request));
		}
		catch (IOException ex) {
			// who asked has gone
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private Fault nextFault() {
		synchronized (this.faults) {
			return this.faults.poll();
		}
	}

	private Answer answer(Asked request) {
		String key = key(request.method(), request.path());
		Function<Asked, Answer> rule = this.told.get(key);
		if (rule != null) {
			return rule.apply(request);
		}
		Deque<Answer> answers = this.recorded.get(key);
		if (answers == null) {
			return this.otherwise.apply(request);
		}
		synchronized (answers) {
			return (answers.size() > 1) ? answers.poll() : answers.peek();
		}
	}

	private static void send(HttpExchange exchange, Answer answer) throws IOException {
		answer.headers().forEach((name, value) -> {
			if (!name.equalsIgnoreCase("Content-Length") && !name.equalsIgnoreCase("Transfer-Encoding")) {
				exchange.getResponseHeaders().set(name, value);
			}
		});
		byte[] body = answer.body();
		boolean none = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
		exchange.sendResponseHeaders(answer.status(), none ? -1 : body.length);
		if (!none) {
			exchange.getResponseBody().write(body);
		}
	}

	/** As a client sends it: queries are compared with their encoding undone. */
	private static String key(String method, String path) {
		int query = path.indexOf('?');
		return method + " " + ((query < 0) ? path : path.substring(0, query) + "?"
				+ Optional.ofNullable(URI.create(escaped(path)).getQuery()).orElse(""));
	}

	private static String escaped(String path) {
		return path.replace("[", "%5B")
			.replace("]", "%5D")
			.replace("{", "%7B")
			.replace("}", "%7D")
			.replace("<", "%3C")
			.replace(">", "%3E")
			.replace("|", "%7C")
			.replace("\"", "%22");
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
		this.server.stop(0);
	}

	/**
	 * A request.
	 *
	 * @param path with its query, as sent
	 * @param headers by name in lower case, the first value of each
	 */
	record Asked(String method, String path, Map<String, String> headers, String body) {

		static Asked of(HttpExchange exchange) throws IOException {
			Map<String, String> headers = new ConcurrentHashMap<>();
			exchange.getRequestHeaders()
				.forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
			return new Asked(exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers,
					new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
		}

	}

	/** An answer. */
	record Answer(int status, Map<String, String> headers, byte[] body) {

		static Answer of(int status, String body) {
			return new Answer(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
		}

		static Answer json(String body) {
			return of(200, body).with("Content-Type", "application/json;charset=utf-8").with("X-Jenkins", "2.528.1");
		}

		static Answer xml(String body) {
			return of(200, body).with("Content-Type", "application/xml").with("X-Content-Type-Options", "nosniff");
		}

		Answer with(String name, String value) {
			Map<String, String> more = new java.util.TreeMap<>(this.headers);
			more.put(name, value);
			return new Answer(this.status, more, this.body);
		}

	}

	/** What can go wrong with one request. */
	enum Fault {

		/** The connection ends without an answer. */
		BROKEN(null),

		/** No answer until the server is closed. */
		SLOW(null),

		/** A proxy's own page. */
		HTML(Answer.of(200, "<html><body>Welcome</body></html>").with("Content-Type", "text/html")),

		/** As Jenkins says it to wrong credentials, and for moments while it restarts. */
		UNAUTHORIZED(Answer.of(401, "<title>Error 401 Unauthorized</title>")
			.with("Content-Type", "text/html;charset=iso-8859-1")
			.with("WWW-Authenticate", "Basic realm=\"Jenkins\"")
			.with("X-Content-Type-Options", "nosniff")),

		/** A permission is missing. */
		FORBIDDEN(Answer.of(403, "<html></html>")
			.with("X-Jenkins", "2.528.1")
			.with("X-Required-Permission", "hudson.model.Item.Create")),

		/** As Jenkins says it. */
		NOT_FOUND(Answer.of(404, "<html></html>").with("X-Jenkins", "2.528.1")),

		/** As a proxy says it. */
		PROXY_NOT_FOUND(Answer.of(404, "<html>nginx</html>").with("Server", "nginx")),

		/** An exception in Jenkins. */
		FAILED(Answer.of(500, "<p>Logging ID=cd505727-af02-42ec-a140-25eb1ec5909d</p>").with("X-Jenkins", "2.528.1")),

		/** Single sign-on. */
		LOGIN(Answer.of(302, "").with("Location", "https://login.example.com/oauth2/authorize?client_id=1")),

		/** While it starts. */
		STARTING(Answer.of(503, "<html>Jenkins is getting ready to work</html>")
			.with("X-Content-Type-Options", "nosniff")),

		/** A proxy without a Jenkins behind it. */
		BAD_GATEWAY(Answer.of(502, "<html>502 Bad Gateway</html>"));

		private final Answer answer;

		Fault(Answer answer) {
			this.answer = answer;
		}

	}

}
