package dev.slipway.cluster.proxy.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One client connection, byte by byte. */
final class RawClient implements AutoCloseable {

	private final Socket socket;

	private final InputStream in;

	RawClient(Front front) throws IOException {
		this.socket = front.connect();
		this.in = new BufferedInputStream(this.socket.getInputStream());
	}

	/** Sends text, with line feeds made line ends. */
	RawClient send(String text) throws IOException {
		this.socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
		this.socket.getOutputStream().flush();
		return this;
	}

	Socket socket() {
		return this.socket;
	}

	/** A line, or null at the end. */
	@org.jspecify.annotations.Nullable
	String line() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int one = this.in.read(); one != '\n'; one = this.in.read()) {
			if (one < 0) {
				return (line.size() == 0) ? null : line.toString(StandardCharsets.ISO_8859_1);
			}
			if (one != '\r') {
				line.write(one);
			}
		}
		return line.toString(StandardCharsets.ISO_8859_1);
	}

	/** The head of an answer, lower case but for its first line; empty at the end. */
	String head() throws IOException {
		StringBuilder head = new StringBuilder();
		for (String line = line(); line != null && !line.isEmpty(); line = line()) {
			head.append((head.length() == 0) ? line : line.toLowerCase(java.util.Locale.ROOT)).append('\n');
		}
		return head.toString();
	}

	String bytes(int count) throws IOException {
		return new String(this.in.readNBytes(count), StandardCharsets.ISO_8859_1);
	}

	/** A GET on this connection; answers the body, which must have a length. */
	String get(String path) throws IOException {
		send("GET " + path + " HTTP/1.1\nHost: shop\n\n");
		String head = head();
		int at = head.indexOf("content-length: ");
		return bytes(Integer.parseInt(head.substring(at + 16, head.indexOf('\n', at))));
	}

	/** All that still comes until the end. */
	String rest() throws IOException {
		return new String(this.in.readAllBytes(), StandardCharsets.ISO_8859_1);
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
