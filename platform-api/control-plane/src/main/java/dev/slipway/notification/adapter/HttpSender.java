package dev.slipway.notification.adapter;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import dev.slipway.api.AllowedAddresses;
import dev.slipway.api.Signature;
import dev.slipway.flow.RetryAfter;
import dev.slipway.notification.Channel;
import dev.slipway.notification.Delivery;
import dev.slipway.notification.Delivery.Attempt;
import dev.slipway.notification.Event;
import dev.slipway.notification.Sender;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends by HTTP POST. Redirects are not followed, and where a name leads is looked at
 * before each attempt. Neither address nor key is logged.
 */
final class HttpSender implements Sender, AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(HttpSender.class);

	private static final int THREADS = 4;

	/** In bytes. */
	private static final int SHOWN = 500;

	private final AllowedAddresses allowed;

	private final HttpClient http;

	/** They look up names and read answers; waiting for a receiver takes none of them. */
	private final ExecutorService workers = Executors.newFixedThreadPool(THREADS, (work) -> {
		Thread thread = new Thread(work, "notification");
		thread.setDaemon(true);
		return thread;
	});

	private final Bodies bodies;

	private final Duration timeout;

	private final Clock clock;

	private final Set<String> underWay = ConcurrentHashMap.newKeySet();

	/**
	 * Creates one.
	 * @param timeout of one attempt, from the first byte to the last
	 */
	HttpSender(AllowedAddresses allowed, Bodies bodies, Duration timeout, Clock clock) {
		this.allowed = allowed;
		this.http = HttpClient.newBuilder()
			.followRedirects(HttpClient.Redirect.NEVER)
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(timeout)
			.executor(this.workers)
			.build();
		this.bodies = bodies;
		this.timeout = timeout;
		this.clock = clock;
	}

	/** What is under way is sent again after the next start. */
	@Override
	public void close() {
		this.workers.shutdownNow();
	}

	@Override
	public @Nullable String problem(String url) {
		return this.allowed.problem(url);
	}

	@Override
	public String body(Channel.Kind kind, Event event) {
		return this.bodies.of(kind, event);
	}

	@Override
	public void send(Delivery delivery, Channel channel, int attempt, Consumer<Attempt> done) {
		String key = delivery.id() + "/" + attempt;
		if (!this.underWay.add(key)) {
			return;
		}
		if (this.workers.isShutdown()) {
			return;
		}
		Instant began = this.clock.instant();
		CompletableFuture.supplyAsync(() -> request(delivery, channel, began), this.workers)
			.thenCompose(this::exchange)
			.handle((answer, failure) -> attempt(attempt, began, answer, failure))
			.thenAccept(done)
			.whenComplete((nothing, failure) -> {
				this.underWay.remove(key);
				if (failure != null) {
					log.warn("What became of notification {} could not be kept; it is sent again", key, failure);
				}
			});
	}

	private CompletableFuture<HttpResponse<String>> exchange(HttpRequest request) {
		CompletableFuture<HttpResponse<String>> exchange = this.http.sendAsync(request,
				(head) -> new FirstBytes(SHOWN));
		return exchange.copy()
			.orTimeout(this.timeout.toMillis(), TimeUnit.MILLISECONDS)
			.whenComplete((answer, failure) -> {
				if (failure != null) {
					exchange.cancel(true);
				}
			});
	}

	private HttpRequest request(Delivery delivery, Channel channel, Instant now) {
		Channel.Settings settings = channel.settings();
		if (settings.url().isEmpty()) {
			throw new Refused("The address is sealed with a key that this platform does not have: see its log");
		}
		String refusal = refusal(settings.url());
		if (refusal != null) {
			throw new Refused(refusal);
		}
		String body = delivery.draft().body();
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(settings.url()))
			.timeout(this.timeout)
			.header("Content-Type", "application/json")
			.header("User-Agent", "slipway")
			.POST(HttpRequest.BodyPublishers.ofString(body));
		if (settings.kind() == Channel.Kind.WEBHOOK) {
			long time = now.getEpochSecond();
			request.header("Slipway-Event", delivery.draft().kind().wire())
				.header("Slipway-Delivery", delivery.flowId())
				.header(Signature.TIMESTAMP, Long.toString(time))
				.header(Signature.HEADER, Signature.of(settings.secret(), time, body));
		}
		return request.build();
	}

	private @Nullable String refusal(String url) {
		String problem = this.allowed.problem(url);
		if (problem != null) {
			return problem;
		}
		try {
			return this.allowed.refusal(URI.create(url));
		}
		catch (java.net.UnknownHostException ex) {
			return "Nobody knows the host " + URI.create(url).getHost();
		}
	}

	private Attempt attempt(int number, Instant began, @Nullable HttpResponse<String> answer,
			@Nullable Throwable failure) {
		Duration took = Duration.between(began, this.clock.instant());
		if (answer == null) {
			return new Attempt(number, began, null, took, told(failure), null);
		}
		return new Attempt(number, began, answer.statusCode(), took, answer.body(),
				answer.headers().firstValue("Retry-After").map((text) -> RetryAfter.read(text, began)).orElse(null));
	}

	/** Without the address, which may be a secret. */
	private String told(@Nullable Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause instanceof Refused) {
			return String.valueOf(cause.getMessage());
		}
		if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
			return "No answer within " + this.timeout.toMillis() + " ms";
		}
		return (cause instanceof java.net.ConnectException) ? "The connection was refused"
				: "The connection broke: " + ((cause != null) ? cause.getClass().getSimpleName() : "for no reason");
	}

	/** Not to be sent there. */
	private static final class Refused extends RuntimeException {

		private static final long serialVersionUID = 1L;

		Refused(String message) {
			super(message);
		}

	}

}
