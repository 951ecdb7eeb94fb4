package dev.slipway.cluster.conformance;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/** Bare HTTPS to a server, with its CA and token. */
final class Wire {

	private static final ObjectMapper mapper = new ObjectMapper();

	private final String url;

	private final String token;

	private final HttpClient client;

	Wire(String url, String caPem, String token) throws GeneralSecurityException, IOException {
		this.url = url;
		this.token = token;
		KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
		trusted.load(null, null);
		trusted.setCertificateEntry("ca", CertificateFactory.getInstance("X.509")
			.generateCertificate(new ByteArrayInputStream(caPem.getBytes(StandardCharsets.UTF_8))));
		TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		managers.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, managers.getTrustManagers(), null);
		this.client = HttpClient.newBuilder().sslContext(context).version(HttpClient.Version.HTTP_1_1).build();
	}

	/** An answer as compared. */
	record Answer(int status, HttpHeaders headers, String text) {

		JsonNode json() {
			try {
				return this.text.startsWith("{") ? mapper.readTree(this.text) : MissingNode.getInstance();
			}
			catch (IOException ex) {
				return MissingNode.getInstance();
			}
		}

		List<String> headers(String name) {
			return this.headers.allValues(name);
		}

	}

	Answer send(String method, String path, Map<String, String> headers, @Nullable String body)
			throws IOException, InterruptedException {
		HttpRequest.BodyPublisher publisher = (body == null) ? HttpRequest.BodyPublishers.noBody()
				: HttpRequest.BodyPublishers.ofString(body);
		HttpRequest request = builder(path, headers).timeout(Duration.ofSeconds(30)).method(method, publisher).build();
		HttpResponse<String> response = this.client.send(request, HttpResponse.BodyHandlers.ofString());
		return new Answer(response.statusCode(), response.headers(), response.body());
	}

	private HttpRequest.Builder builder(String path, Map<String, String> headers) {
		HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(this.url + path.replace(" ", "%20")))
			.setHeader("Authorization", "Bearer " + this.token)
			.setHeader("User-Agent", "conformance");
		headers.forEach(builder::setHeader);
		return builder;
	}

	Stream open(String path, Map<String, String> headers) throws IOException, InterruptedException {
		HttpResponse<java.io.InputStream> response = this.client.send(builder(path, headers).GET().build(),
				HttpResponse.BodyHandlers.ofInputStream());
		return new Stream(response);
	}

	/** An open watch. */
	static final class Stream implements AutoCloseable {

		private final HttpResponse<java.io.InputStream> response;

		private final LinkedBlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();

		private volatile boolean ended;

		Stream(HttpResponse<java.io.InputStream> response) {
			this.response = response;
			Thread reader = new Thread(this::read, "watch-reader");
			reader.setDaemon(true);
			reader.start();
		}

		private void read() {
			try (BufferedReader lines = new BufferedReader(
					new InputStreamReader(this.response.body(), StandardCharsets.UTF_8))) {
				for (String line = lines.readLine(); line != null; line = lines.readLine()) {
					this.events.add(mapper.readTree(line));
				}
			}
			catch (IOException ex) {
				// closed by either side: the watch is over
			}
			this.ended = true;
		}

		@Nullable JsonNode next(Duration timeout) throws InterruptedException {
			return this.events.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
		}

		boolean closed() {
			return this.ended && this.events.isEmpty();
		}

		Answer answer(JsonNode body) {
			return new Answer(this.response.statusCode(), this.response.headers(), body.toString());
		}

		@Override
		public void close() {
			try {
				this.response.body().close();
			}
			catch (IOException ex) {
				// gone already
			}
		}

	}

}
