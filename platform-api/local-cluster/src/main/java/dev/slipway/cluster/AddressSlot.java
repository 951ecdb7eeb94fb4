package dev.slipway.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

import dev.slipway.cluster.work.ListeningAddresses;

/**
 * The share of 127.0.0.0/8 that a cluster uses: pods 127.(64+n).x.y, services
 * 127.(96+n).x.y. Several clusters may run on one machine, so a held socket says which n
 * are taken, and the choice is kept over restarts. A share without a holder in which pods
 * listen belongs to a cluster that will come back.
 */
final class AddressSlot implements AutoCloseable {

	private static final int SLOTS = 32;

	private static final int POD_BASE = 64;

	private static final int SERVICE_BASE = 96;

	/** The kubelet's own port: no pod or Service uses the address that holds it. */
	private static final int HELD_PORT = 10250;

	private final int number;

	private final ServerSocket held;

	private AddressSlot(int number, ServerSocket held) {
		this.number = number;
		this.held = held;
	}

	static AddressSlot take(Path file) throws IOException {
		boolean known = Files.exists(file);
		int kept = known ? Integer.parseInt(Files.readString(file).strip()) : 0;
		Set<String> listening = ListeningAddresses.now();
		for (int tried = 0; tried < SLOTS; tried++) {
			int number = (kept + tried) % SLOTS;
			boolean own = known && tried == 0;
			if (!own && listening.stream().anyMatch((address) -> address.startsWith(pods(number)))) {
				continue;
			}
			try {
				AddressSlot slot = new AddressSlot(number, hold(number));
				Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
				Files.writeString(file, Integer.toString(number));
				return slot;
			}
			catch (java.net.BindException ex) {
				// Another cluster has it.
			}
		}
		throw new IOException(
				"All " + SLOTS + " address ranges of local clusters are taken: stop one with ./slipway down");
	}

	private static ServerSocket hold(int number) throws IOException {
		ServerSocket socket = new ServerSocket();
		socket.bind(
				new InetSocketAddress(
						InetAddress.getByAddress(new byte[] { 127, (byte) (SERVICE_BASE + number), 0, 0 }), HELD_PORT),
				1);
		return socket;
	}

	/** First two parts of the pods' addresses, with a dot. */
	String pods() {
		return pods(this.number);
	}

	private static String pods(int number) {
		return "127." + (POD_BASE + number) + ".";
	}

	/** First two parts of the Services' addresses, without a dot at the end. */
	String services() {
		return "127." + (SERVICE_BASE + this.number);
	}

	@Override
	public void close() throws IOException {
		this.held.close();
	}

}
