package dev.slipway.api.adapter;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.TopicPolicy;
import dev.slipway.test.ActorParameter;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import static org.assertj.core.api.Assertions.assertThat;

/** The live streams in a real servlet container, followed over real connections. */
@NullUnmarked
class LiveEventsTest {

	private final Tomcat tomcat = new Tomcat();

	private final SseLiveEvents live = new SseLiveEvents();

	private String api;

	@BeforeEach
	void start(@TempDir Path folder) throws Exception {
		AnnotationConfigWebApplicationContext spring = new AnnotationConfigWebApplicationContext();
		spring.register(Wiring.class);
		spring.addBeanFactoryPostProcessor((factory) -> factory.registerSingleton("live", this.live));
		this.tomcat.setBaseDir(folder.toString());
		this.tomcat.setPort(0);
		this.tomcat.getConnector().setProperty("address", "127.0.0.1");
		Context context = this.tomcat.addContext("", folder.toString());
		Tomcat.addServlet(context, "spring", new DispatcherServlet(spring)).setAsyncSupported(true);
		context.addServletMappingDecoded("/", "spring");
		this.tomcat.start();
		this.api = "http://127.0.0.1:" + this.tomcat.getConnector().getLocalPort() + "/api/v1";
	}

	@AfterEach
	void stop() throws Exception {
		this.live.stop();
		this.tomcat.stop();
		this.tomcat.destroy();
	}

	@Test
	void tellsWhatIsPublishedOnATopicAndBelow() throws Exception {
		try (Follower follower = new Follower("/events?topic=services/orders")) {
			this.live.publish("services/billing/builds/1", "stage", Map.of("name", "Secret"));
			this.live.publish("services/orders2", "stage", Map.of("name", "Secret"));
			this.live.publish("services/orders/builds/3", "stage", Map.of("name", "Test"));
			this.live.publish("services/orders", "end", Map.of());
			follower.await("event:end");
			assertThat(follower.lines).containsSubsequence("event:stage", "event:end")
				.anyMatch((line) -> line.startsWith("data:") && line.contains("services/orders/builds/3")
						&& line.contains("\"name\":\"Test\""))
				.noneMatch((line) -> line.contains("Secret"));
		}
	}

	@Test
	void streamsBelowAResourceFollowIt() throws Exception {
		try (Follower service = new Follower("/services/orders/events");
				Follower run = new Follower("/experiments/5/runs/1/events")) {
			service.await(":following services/orders");
			run.await(":following experiments/5/runs/1");
			this.live.publish("experiments/5/runs/1", "run", Map.of("status", "ENDED"));
			run.await("event:run");
			assertThat(service.lines).doesNotContain("event:run");
		}
	}

	@Test
	void whoLeavesIsForgottenAndTheOthersGoOn() throws Exception {
		try (Follower staying = new Follower("/events?topic=services/orders")) {
			try (Follower leaving = new Follower("/events?topic=services/orders")) {
				assertThat(this.live.subscribers()).isEqualTo(2);
			}
			awaitPatiently().until(() -> {
				this.live.beat();
				return this.live.subscribers() == 1;
			});
			this.live.publish("services/orders", "end", Map.of());
			staying.await("event:end");
		}
	}

	@Test
	void whatMayNotBeSeenIsNotThere() throws Exception {
		HttpURLConnection connection = (HttpURLConnection) URI.create(this.api + "/events?topic=services/secret")
			.toURL()
			.openConnection();
		connection.setRequestProperty("Accept", "text/event-stream");
		assertThat(connection.getResponseCode()).isGreaterThanOrEqualTo(400);
		assertThat(this.live.subscribers()).isZero();
	}

	@Test
	void theEndOfThePlatformEndsTheStreams() throws Exception {
		try (Follower follower = new Follower("/events")) {
			this.live.stop();
			awaitPatiently().until(() -> follower.ended);
		}
	}

	private static ConditionFactory awaitPatiently() {
		return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
	}

	/**
	 * A client that reads its stream; open as soon as the platform has said so. It speaks
	 * HTTP 1.0, which has no chunks, over a socket of its own, which can be closed while
	 * it is read.
	 */
	private final class Follower implements AutoCloseable {

		private final List<String> lines = new CopyOnWriteArrayList<>();

		private final Socket socket;

		private volatile boolean ended;

		Follower(String path) throws IOException {
			URI uri = URI.create(LiveEventsTest.this.api + path);
			this.socket = new Socket(uri.getHost(), uri.getPort());
			String target = uri.getRawPath() + ((uri.getRawQuery() != null) ? "?" + uri.getRawQuery() : "");
			this.socket.getOutputStream()
				.write(("GET " + target + " HTTP/1.0\r\nAccept: text/event-stream\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			BufferedReader reader = new BufferedReader(
					new InputStreamReader(this.socket.getInputStream(), StandardCharsets.UTF_8));
			Thread thread = new Thread(() -> read(reader), "follower");
			thread.setDaemon(true);
			thread.start();
			awaitPatiently().until(() -> this.lines.stream().anyMatch((line) -> line.startsWith(":following")));
		}

		private void read(BufferedReader reader) {
			try {
				reader.lines().forEach(this.lines::add);
			}
			catch (java.io.UncheckedIOException ex) {
				this.lines.add("broke off");
			}
			this.ended = true;
		}

		void await(String line) {
			awaitPatiently().until(() -> this.lines.contains(line));
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

	@Configuration
	@EnableWebMvc
	@ComponentScan("dev.slipway.api.web")
	static class Wiring implements WebMvcConfigurer {

		@Override
		public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
			resolvers.add(new ActorParameter(() -> new Actor("ann", Role.DEVELOPER, Set.of("shop"))));
		}

		@Bean
		TopicPolicy allButTheSecret() {
			return (actor, topic) -> !topic.contains("secret");
		}

	}

}
