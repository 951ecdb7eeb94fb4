package dev.slipway.cluster.kubelet;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks containers how they are, by HTTP or TCP, without a thread for each. Each request
 * has a connection of its own, as a kept one would hide a server that accepts no more.
 */
final class Prober implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(Prober.class);

	private final HttpClient plain;

	private final HttpClient secure;

	private final NetClient tcp;

	Prober(Vertx vertx) {
		HttpClientOptions options = new HttpClientOptions().setKeepAlive(false).setMaxPoolSize(1000);
		this.plain = client(vertx, options);
		this.secure = client(vertx, new HttpClientOptions(options).setSsl(true).setTrustAll(true).setVerifyHost(false));
		this.tcp = vertx.createNetClient(new NetClientOptions());
	}

	/**
	 * A connection that breaks after its answer is no news: the answer says how it is.
	 */
	private static HttpClient client(Vertx vertx, HttpClientOptions options) {
		return vertx.httpClientBuilder()
			.with(options)
			.withConnectHandler((connection) -> connection.exceptionHandler((failure) -> log.trace("Probe", failure)))
			.build();
	}

	/** Sends a GET; 200 to 399 is success. */
	CompletableFuture<ProbeResult> http(JsonNode get, String host, int port, Duration timeout) {
		boolean tls = get.path("scheme").asText("HTTP").equals("HTTPS");
		String path = get.path("path").asText("/");
		String uri = path.startsWith("/") ? path : "/" + path;
		String target = get.path("host").asText(host);
		RequestOptions request = new RequestOptions().setMethod(HttpMethod.GET)
			.setHost(target)
			.setPort(port)
			.setURI(uri)
			.putHeader("User-Agent", "kube-probe/1.32")
			.putHeader("Accept", "*/*")
			.putHeader("Connection", "close")
			.setConnectTimeout(timeout.toMillis())
			.setTimeout(timeout.toMillis());
		get.path("httpHeaders")
			.forEach((header) -> request.putHeader(header.path("name").asText(), header.path("value").asText()));
		String url = (tls ? "https://" : "http://") + target + ":" + port + uri;
		return settle(
				(tls ? this.secure : this.plain).request(request)
					.compose((sent) -> sent.send().compose((response) -> response.body().map(response.statusCode())))
					.map((status) -> (status >= 200 && status < 400) ? ProbeResult.SUCCESS
							: ProbeResult.failure("HTTP probe failed with statuscode: " + status)),
				"Get \"" + url + "\": ", timeout);
	}

	/** Opens a connection; that it opens is success. */
	CompletableFuture<ProbeResult> tcp(String host, int port, Duration timeout) {
		return settle(this.tcp.connect(port, host).map((socket) -> {
			socket.close();
			return ProbeResult.SUCCESS;
		}), "dial tcp " + host + ":" + port + ": ", timeout);
	}

	private static CompletableFuture<ProbeResult> settle(Future<ProbeResult> result, String prefix, Duration timeout) {
		return result.toCompletionStage()
			.toCompletableFuture()
			.completeOnTimeout(ProbeResult.failure(prefix + "context deadline exceeded"), timeout.toMillis() + 50,
					java.util.concurrent.TimeUnit.MILLISECONDS)
			.exceptionally((failure) -> ProbeResult.failure(prefix + cause(failure)));
	}

	private static String cause(Throwable failure) {
		String text = String.valueOf(failure.getMessage());
		if (text.contains("Connection refused")) {
			return "connect: connection refused";
		}
		return text.contains("timeout") ? "context deadline exceeded" : text;
	}

	@Override
	public void close() {
		this.plain.close();
		this.secure.close();
		this.tcp.close();
	}

}
