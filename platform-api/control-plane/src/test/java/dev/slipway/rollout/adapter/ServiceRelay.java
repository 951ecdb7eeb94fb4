package dev.slipway.rollout.adapter;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import org.jspecify.annotations.NullUnmarked;

/**
 * Asks Services and pods of a cluster whose network this machine is not in, by the proxy
 * of its API server: one address on this machine each.
 */
@NullUnmarked
final class ServiceRelay implements AutoCloseable {

	private static final int MILLIS = 2000;

	private final KubernetesClient client;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Map<String, HttpServer> servers = new ConcurrentHashMap<>();

	private final Map<String, Boolean> reached = new ConcurrentHashMap<>();

	ServiceRelay(KubernetesClient client) {
		this.client = client;
	}

	/** Whether it can be asked without help. */
	boolean reaches(String url) {
		URI uri = URI.create(url);
		return this.reached.computeIfAbsent(uri.getAuthority(), (asked) -> {
			try (Socket socket = new Socket()) {
				socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), MILLIS);
				return true;
			}
			catch (ConnectException ex) {
				// Who refuses is there, and will listen in a moment.
				return String.valueOf(ex.getMessage()).contains("refused");
			}
			catch (IOException ex) {
				return false;
			}
		});
	}

	String service(String namespace, String service) {
		return address(namespace + "/services/" + service + ":http");
	}

	String pod(String namespace, String pod, int port) {
		return address(namespace + "/pods/" + pod + ":" + port);
	}

	private String address(String path) {
		HttpServer server = this.servers.computeIfAbsent(path, this::start);
		return "http://127.0.0.1:" + server.getAddress().getPort();
	}

	private HttpServer start(String path) {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
			server.setExecutor(this.threads);
			server.createContext("/", (exchange) -> relay(exchange, path));
			server.start();
			return server;
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	private void relay(HttpExchange exchange, String path) throws IOException {
		HttpClient http = this.client.getHttpClient();
		String url = this.client.getMasterUrl() + "api/v1/namespaces/" + path + "/proxy"
				+ exchange.getRequestURI().getRawPath();
		try (exchange) {
			HttpResponse<InputStream> answer = http
				.sendAsync(http.newHttpRequestBuilder().uri(url).build(), InputStream.class)
				.get(30, TimeUnit.SECONDS);
			byte[] body = answer.body().readAllBytes();
			exchange.sendResponseHeaders(answer.code(), body.length);
			exchange.getResponseBody().write(body);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException ex) {
			// The connection ends without an answer, which is what happened.
		}
	}

	@Override
	public void close() {
		this.servers.values().forEach((server) -> server.stop(0));
		this.threads.shutdownNow();
	}

}
