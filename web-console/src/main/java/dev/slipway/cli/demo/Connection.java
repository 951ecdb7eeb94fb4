package dev.slipway.cli.demo;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One HTTP/1.1 connection over a plain socket. The JDK's client would quietly repeat a
 * GET on a connection that broke, which a count of lost requests must not.
 */
final class Connection implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 30_000;

	private final Socket socket;

	private final InputStream in;

	private final String host;

	private Connection(Socket socket, String host) throws IOException {
		this.socket = socket;
		this.in = new BufferedInputStream(socket.getInputStream());
		this.host = host;
	}

	static Connection open(String host, int port) throws IOException {
		Socket socket = new Socket();
		try {
			socket.setTcpNoDelay(true);
			socket.setSoTimeout(TIMEOUT_MILLIS);
			socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
			return new Connection(socket, host + ":" + port);
		}
		catch (IOException ex) {
			socket.close();
			throw ex;
		}
	}

	/** Whether the server has left the idle connection open. */
	boolean usable() {
		try {
			this.socket.setSoTimeout(1);
			this.in.mark(1);
			int next = this.in.read();
			if (next >= 0) {
				this.in.reset();
			}
			return false;
		}
		catch (SocketTimeoutException ex) {
			return true;
		}
		catch (IOException ex) {
			return false;
		}
		finally {
			restoreTimeout();
		}
	}

	private void restoreTimeout() {
		try {
			this.socket.setSoTimeout(TIMEOUT_MILLIS);
		}
		catch (IOException ex) {
			close();
		}
	}

	Answer get(String path, boolean keepAlive) throws IOException {
		String request = "GET " + path + " HTTP/1.1\r\nHost: " + this.host
				+ "\r\nAccept: application/json\r\nConnection: " + (keepAlive ? "keep-alive" : "close") + "\r\n\r\n";
		this.socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
		String statusLine = line();
		int status = Integer.parseInt(statusLine.split(" ")[1]);
		int length = -1;
		boolean chunked = false;
		boolean keep = keepAlive;
		for (String header = line(); !header.isEmpty(); header = line()) {
			String lower = header.toLowerCase(Locale.ROOT);
			if (lower.startsWith("content-length:")) {
				length = Integer.parseInt(lower.substring(15).strip());
			}
			chunked = chunked || lower.startsWith("transfer-encoding: chunked");
			keep = keep && !lower.startsWith("connection: close");
		}
		byte[] body = chunked ? chunks() : (length >= 0) ? exactly(length) : this.in.readAllBytes();
		return new Answer(status, new String(body, StandardCharsets.UTF_8), keep && (chunked || length >= 0));
	}

	private byte[] chunks() throws IOException {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
			all.write(exactly(size));
			line();
		}
		line();
		return all.toByteArray();
	}

	private byte[] exactly(int length) throws IOException {
		byte[] bytes = this.in.readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException("the connection closed inside the answer");
		}
		return bytes;
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = this.in.read(); next != '\n'; next = this.in.read()) {
			if (next < 0) {
				throw new EOFException("the connection closed before the answer");
			}
			if (next != '\r') {
				line.append((char) next);
			}
		}
		return line.toString();
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			// Nothing depends on a connection that is given up.
		}
	}

	/**
	 * An answer.
	 *
	 * @param status the HTTP status
	 * @param body its text
	 * @param keepAlive whether the connection may be used again
	 */
	record Answer(int status, String body, boolean keepAlive) {
	}

}
