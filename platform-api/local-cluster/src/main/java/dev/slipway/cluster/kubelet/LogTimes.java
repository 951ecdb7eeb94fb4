package dev.slipway.cluster.kubelet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;

/**
 * The index of a log: up to which size it had grown when.
 */
final class LogTimes {

	private final Path index;

	private ByteBuffer entries = ByteBuffer.allocate(0);

	private int at;

	LogTimes(Path log) {
		this.index = LogIndexer.index(log);
		reload();
	}

	/** Entries may have gone at the beginning meanwhile. */
	private void reload() {
		this.at = 0;
		try {
			byte[] all = Files.readAllBytes(this.index);
			this.entries = ByteBuffer.wrap(all, 0, all.length / LogIndexer.ENTRY * LogIndexer.ENTRY);
		}
		catch (IOException ex) {
			this.entries = ByteBuffer.allocate(0);
		}
	}

	private int count() {
		return this.entries.limit() / LogIndexer.ENTRY;
	}

	/** When the byte before an offset was there; offsets must not fall. */
	Instant timeOf(long endOfLine) {
		if (this.at >= count()) {
			reload();
		}
		while (this.at < count()) {
			if (this.entries.getLong(this.at * LogIndexer.ENTRY) >= endOfLine) {
				return Instant.ofEpochMilli(this.entries.getLong(this.at * LogIndexer.ENTRY + 8));
			}
			this.at++;
		}
		return Clock.systemUTC().instant();
	}

	/** Before this offset nothing was written since a time. */
	long offsetAt(Instant since) {
		long offset = 0;
		for (int i = 0; i < count(); i++) {
			if (this.entries.getLong(i * LogIndexer.ENTRY + 8) >= since.toEpochMilli()) {
				return offset;
			}
			offset = this.entries.getLong(i * LogIndexer.ENTRY);
		}
		return offset;
	}

}
