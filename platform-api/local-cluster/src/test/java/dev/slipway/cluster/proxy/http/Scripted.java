package dev.slipway.cluster.proxy.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that does on each connection exactly what a test says. */
final class Scripted implements AutoCloseable {

	private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	private final List<Socket> connections = new CopyOnWriteArrayList<>();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	Scripted(Script script) throws IOException {
		Thread thread = new Thread(() -> accept(script), "scripted-server");
		thread.setDaemon(true);
		thread.start();
	}

	/** A server that answers each request without a body with its name, at once. */
	static Scripted named(String name) throws IOException {
		return new Scripted((self, connection) -> {
			BufferedReader reader = reader(connection);
			while (!self.head(reader).isEmpty()) {
				say(connection, "HTTP/1.1 200 OK\nContent-Length: " + name.length() + "\n\n" + name);
			}
		});
	}

	/** What it does with a connection; then the connection is closed. */
	@FunctionalInterface
	interface Script {

		void run(Scripted self, Socket connection) throws Exception;

	}

	private void accept(Script script) {
		while (!this.listener.isClosed()) {
			try {
				Socket connection = this.listener.accept();
				this.connections.add(connection);
				Thread thread = new Thread(() -> {
					try (connection) {
						script.run(this, connection);
					}
					catch (Exception ex) {
						// The proxy has gone: the test looks at what the client got.
					}
				}, "scripted-connection");
				thread.setDaemon(true);
				thread.start();
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	/**
	 * Reads a head; empty at the end. What follows it must be read by the same reader.
	 */
	String head(BufferedReader reader) throws IOException {
		StringBuilder head = new StringBuilder();
		for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
			head.append(line).append('\n');
		}
		if (head.length() > 0) {
			this.requests.add(head.toString());
		}
		return head.toString();
	}

	static BufferedReader reader(Socket connection) throws IOException {
		return new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
	}

	static void say(Socket connection, String text) throws IOException {
		connection.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
		connection.getOutputStream().flush();
	}

	int port() {
		return this.listener.getLocalPort();
	}

	int connections() {
		return this.connections.size();
	}

	/** The heads of requests that came. */
	List<String> requests() {
		return this.requests;
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
		for (Socket connection : this.connections) {
			connection.close();
		}
	}

}
