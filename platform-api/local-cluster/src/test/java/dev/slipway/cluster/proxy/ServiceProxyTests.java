package dev.slipway.cluster.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.proxy.http.HttpProxy;
import dev.slipway.cluster.proxy.http.ProxyMetrics;
import dev.slipway.cluster.store.DurableStore;
import dev.slipway.cluster.store.Key;
import io.netty.channel.nio.NioEventLoopGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class ServiceProxyTests {

	private final NioEventLoopGroup loops = new NioEventLoopGroup(2);

	private final List<DurableStore> stores = new ArrayList<>();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@AfterEach
	void stop() {
		this.stores.forEach(DurableStore::close);
		this.loops.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
	}

	@Test
	void theEndOfOneDirectionLeavesTheOtherOpen() throws Exception {
		try (ServerSocket backend = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			CompletableFuture<Void> echo = CompletableFuture.runAsync(() -> answerAfterEnd(backend));
			InetSocketAddress address = listen(backend.getLocalPort());
			try (Socket client = new Socket(address.getAddress(), address.getPort())) {
				client.getOutputStream().write("question".getBytes(StandardCharsets.UTF_8));
				client.shutdownOutput();
				assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
					.isEqualTo("answer to question");
			}
			echo.join();
		}
	}

	@Test
	void carriesMuchInBothDirections() throws Exception {
		byte[] much = new byte[8 * 1024 * 1024];
		new java.util.Random(1).nextBytes(much);
		try (ServerSocket backend = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			CompletableFuture<Void> echo = CompletableFuture.runAsync(() -> echo(backend));
			InetSocketAddress address = listen(backend.getLocalPort());
			try (Socket client = new Socket(address.getAddress(), address.getPort())) {
				CompletableFuture<byte[]> back = CompletableFuture.supplyAsync(() -> all(client));
				client.getOutputStream().write(much);
				client.shutdownOutput();
				assertThat(back.join()).isEqualTo(much);
			}
			echo.join();
		}
	}

	@Test
	void aBackendThatRefusesIsNotHidden() throws Exception {
		int free;
		try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			free = socket.getLocalPort();
		}
		InetSocketAddress address = listen(free);
		assertThatIOException().isThrownBy(() -> {
			try (Socket client = new Socket(address.getAddress(), address.getPort())) {
				client.getOutputStream().write(1);
				if (client.getInputStream().read() < 0) {
					throw new IOException("closed without an answer");
				}
			}
		});
	}

	private InetSocketAddress listen(int backend) throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
		EndpointDirectory directory = new EndpointDirectory(store(backend));
		Key key = Key.of("services", "default", "web");
		directory.look(key);
		ServicePort.listen(this.loops, address, new Routed(key, 80, directory, Map.of()),
				new HttpProxy(directory, new ProxyMetrics()));
		return address;
	}

	private DurableStore store(int backend) throws IOException {
		DurableStore store = DurableStore.open(this.directory, Clock.systemUTC());
		this.stores.add(store);
		ObjectMapper json = new ObjectMapper();
		store.create(Key.of("services", "default", "web"),
				(ObjectNode) json.readTree("{\"spec\": {\"ports\": [{\"port\": 80}]}}"));
		store.create(Key.of(EndpointDirectory.SLICES, "default", "web-1"), (ObjectNode) json.readTree("""
				{"metadata": {"labels": {"kubernetes.io/service-name": "web"}}, "ports": [{"port": %d}],
				"endpoints": [{"addresses": ["127.0.0.1"]}]}""".formatted(backend)));
		return store;
	}

	private static void answerAfterEnd(ServerSocket server) {
		try (Socket socket = server.accept()) {
			String question = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			socket.getOutputStream().write(("answer to " + question).getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void echo(ServerSocket server) {
		try (Socket socket = server.accept(); InputStream in = socket.getInputStream()) {
			in.transferTo(socket.getOutputStream());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] all(Socket socket) {
		try {
			return socket.getInputStream().readAllBytes();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
