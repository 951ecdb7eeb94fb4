package dev.slipway.cluster.kubelet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Set;

import dev.slipway.cluster.work.ListeningAddresses;

/**
 * Hands out pod addresses, one after the other, so that one is not used again soon: a
 * client may still hold a connection to its last owner.
 */
final class PodNetwork {

	private static final int PER_BLOCK = 250;

	private static final int SIZE = 250 * PER_BLOCK;

	private final String prefix;

	private final Path file;

	private final Set<String> used = new HashSet<>();

	private int next;

	/**
	 * Opens the range.
	 * @param prefix first two parts with a dot, such as {@code 127.64.}
	 * @param file remembers the last one over restarts
	 */
	PodNetwork(String prefix, Path file) throws IOException {
		this.prefix = prefix;
		this.file = file;
		this.next = Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0;
	}

	/** Marks an address as taken by a pod of an earlier platform. */
	synchronized void keep(String address) {
		this.used.add(address);
	}

	/**
	 * An address of which no pod is known and on which nobody listens: pods of another
	 * cluster may have been left in the same range.
	 */
	synchronized String allocate() {
		Set<String> listening = ListeningAddresses.now();
		for (int tried = 0; tried < SIZE; tried++) {
			int number = this.next;
			this.next = (this.next + 1) % SIZE;
			String address = this.prefix + (number / PER_BLOCK) + "." + (2 + number % PER_BLOCK);
			if (!listening.contains(address) && this.used.add(address)) {
				save();
				return address;
			}
		}
		throw new IllegalStateException("All " + SIZE + " pod addresses are taken");
	}

	synchronized void release(String address) {
		this.used.remove(address);
	}

	private void save() {
		try {
			Path fresh = this.file.resolveSibling(this.file.getFileName() + ".new");
			Files.writeString(fresh, Integer.toString(this.next));
			Files.move(fresh, this.file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The last pod address cannot be written to " + this.file, ex);
		}
	}

}
