package dev.slipway.rollout.adapter;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.NullUnmarked;

/**
 * Passes bytes between a program and its cluster, and does something to the program right
 * before or right after the so-manyth piece that it sends: so a kill hits it amid its
 * work, however fast the machine is.
 */
@NullUnmarked
final class KillingRelay implements AutoCloseable {

	private final ServerSocket server;

	private final int target;

	private final List<Socket> open = new ArrayList<>();

	private int pieces;

	private int moment = Integer.MAX_VALUE;

	private boolean before;

	private Runnable blow;

	KillingRelay(int target) throws IOException {
		this.target = target;
		this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
		thread(this::accept);
	}

	int port() {
		return this.server.getLocalPort();
	}

	/**
	 * Counts from 0 again.
	 * @param at which piece the program is hit
	 * @param first whether it is hit before the piece is passed on
	 * @param how what then happens
	 */
	synchronized void aim(int at, boolean first, Runnable how) {
		this.pieces = 0;
		this.moment = at;
		this.before = first;
		this.blow = how;
	}

	private void accept() {
		try {
			while (true) {
				Socket program = keep(this.server.accept());
				Socket cluster = keep(new Socket(InetAddress.getLoopbackAddress(), this.target));
				thread(() -> copy(program, cluster, true));
				thread(() -> copy(cluster, program, false));
			}
		}
		catch (IOException ex) {
			// It was closed.
		}
	}

	private void copy(Socket from, Socket to, boolean counted) {
		byte[] buffer = new byte[16_384];
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
				boolean hit = counted && isMoment();
				if (hit && this.before) {
					this.blow.run();
				}
				out.write(buffer, 0, read);
				if (hit && !this.before) {
					this.blow.run();
				}
			}
		}
		catch (IOException ex) {
			// One side has gone: so does the other.
		}
	}

	private synchronized boolean isMoment() {
		this.pieces++;
		return this.pieces == this.moment;
	}

	private synchronized Socket keep(Socket socket) throws IOException {
		socket.setTcpNoDelay(true);
		this.open.add(socket);
		return socket;
	}

	private static void thread(Runnable work) {
		Thread thread = new Thread(work, "relay");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public synchronized void close() {
		try {
			this.server.close();
			for (Socket socket : this.open) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
