package dev.slipway.observability.traces.zipkin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import zipkin2.Span;
import zipkin2.codec.SpanBytesDecoder;

import static org.assertj.core.api.Assertions.assertThat;

/** Spans on their way to a Zipkin that is away, full, or refuses them. */
@NullUnmarked
class SpanForwarderTest {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private final List<String> taken = Collections.synchronizedList(new ArrayList<>());

	private final ExecutorService workers = Executors.newCachedThreadPool();

	private volatile int status = 202;

	private volatile String poison = "none";

	private HttpServer server;

	private SpanForwarder forwarder;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.workers);
		this.server.createContext("/", (exchange) -> {
			byte[] body = exchange.getRequestBody().readAllBytes();
			List<String> ids = SpanBytesDecoder.JSON_V2.decodeList(body).stream().map(Span::id).toList();
			int answer = ids.contains(id(this.poison)) ? 400 : this.status;
			if (answer == 202) {
				this.taken.addAll(ids);
			}
			exchange.sendResponseHeaders(answer, -1);
			exchange.close();
		});
		this.server.start();
		this.forwarder = forwarder(16 << 20);
	}

	private SpanForwarder forwarder(int bytes) {
		URI url = URI.create("http://127.0.0.1:" + this.server.getAddress().getPort());
		return new SpanForwarder(ZipkinOptions.of(url, null, null, PATIENCE, 1 << 20, 2, true).address(), bytes);
	}

	@AfterEach
	void stop() {
		this.forwarder.close();
		this.server.stop(0);
		this.workers.shutdownNow();
	}

	private static String id(String name) {
		return "0".repeat(16 - name.length()) + name;
	}

	private static List<Span> spans(int from, int to) {
		return IntStream.range(from, to)
			.mapToObj((i) -> Span.newBuilder().traceId("a1").id(Integer.toHexString(i)).build())
			.toList();
	}

	private SpanForwarder.Figures awaitSettled() {
		return Awaitility.await()
			.atMost(PATIENCE)
			.until(this.forwarder::figures, (figures) -> figures.waiting() == 0 && figures.trouble() == null);
	}

	@Test
	void everySpanArrivesOnceAndInOrder() {
		this.forwarder.accept(spans(1, 3001));
		assertThat(awaitSettled().sent()).isEqualTo(3000);
		assertThat(this.taken).isEqualTo(spans(1, 3001).stream().map(Span::id).toList());
	}

	@Test
	void whatCameWhileItWasAwayArrivesWhenItIsBack() {
		this.status = 503;
		this.forwarder.accept(spans(1, 11));
		SpanForwarder.Figures away = Awaitility.await()
			.atMost(PATIENCE)
			.until(this.forwarder::figures, (figures) -> figures.trouble() != null);
		assertThat(away.trouble()).contains("takes no spans: it answers 503", "COLLECTOR_HTTP_ENABLED");
		assertThat(away.waiting()).isEqualTo(10);
		this.forwarder.accept(spans(11, 21));
		this.status = 202;
		assertThat(awaitSettled().sent()).isEqualTo(20);
		assertThat(awaitSettled().lost()).isZero();
		assertThat(this.taken).hasSize(20);
	}

	@Test
	void whatTheQueueCannotHoldIsLostAndCounted() {
		this.forwarder.close();
		this.status = 503;
		this.forwarder = forwarder(1000);
		this.forwarder.accept(spans(1, 2));
		Awaitility.await().atMost(PATIENCE).until(() -> this.forwarder.figures().trouble() != null);
		this.forwarder.accept(spans(2, 201));
		long lost = this.forwarder.figures().lost();
		assertThat(lost).isBetween(150L, 198L);
		this.status = 202;
		assertThat(awaitSettled().sent()).isEqualTo(200 - lost);
		assertThat(this.taken).as("the newest are kept").contains(id("1"), id("c8")).doesNotContain(id("2"));
	}

	@Test
	void oneSpanThatIsRefusedDoesNotTakeTheOthersWithIt() {
		this.poison = "7";
		this.forwarder.accept(spans(1, 101));
		SpanForwarder.Figures figures = awaitSettled();
		assertThat(figures.lost()).isEqualTo(1);
		assertThat(figures.sent()).isEqualTo(99);
		assertThat(figures.refusal()).isNotNull();
		assertThat(this.taken).doesNotContain(id("7")).doesNotHaveDuplicates().hasSize(99);
	}

	@Test
	void whatWaitsAtTheEndIsSentAndNothingIsTakenAfter() {
		this.forwarder.accept(spans(1, 101));
		this.forwarder.close();
		this.forwarder.accept(spans(101, 111));
		SpanForwarder.Figures figures = awaitSettled();
		assertThat(figures.sent() + figures.lost()).isEqualTo(110);
		assertThat(figures.lost()).isGreaterThanOrEqualTo(10);
	}

}
