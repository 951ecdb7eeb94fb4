package dev.slipway.observability.logs.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;

/** A disk with room for so much, which says what Linux says when it is full. */
final class SmallDisk implements Disk {

	private final Path root;

	private volatile long size;

	private volatile long others;

	SmallDisk(Path root, long size) {
		this.root = root;
		this.size = size;
	}

	/** Others take so much of it. */
	void others(long bytes) {
		this.others = bytes;
	}

	void size(long bytes) {
		this.size = bytes;
	}

	@Override
	public long usable() throws IOException {
		return Math.max(0, this.size - this.others - used());
	}

	private long used() throws IOException {
		try (Stream<Path> files = Files.walk(this.root)) {
			return files.mapToLong((file) -> file.toFile().isFile() ? file.toFile().length() : 0).sum();
		}
	}

	private void room(long bytes) throws IOException {
		if (usable() < bytes) {
			throw new IOException("No space left on device");
		}
	}

	@Override
	public Directory open(Path folder) throws IOException {
		return new FilterDirectory(FSDirectory.open(folder)) {
			@Override
			public IndexOutput createOutput(String name, IOContext context) throws IOException {
				room(1);
				return new Bounded(super.createOutput(name, context));
			}

			@Override
			public IndexOutput createTempOutput(String prefix, String suffix, IOContext context) throws IOException {
				room(1);
				return new Bounded(super.createTempOutput(prefix, suffix, context));
			}
		};
	}

	/** Writes while there is room; looks each few kilobytes. */
	private final class Bounded extends IndexOutput {

		private static final long LOOK = 64 << 10;

		private final IndexOutput out;

		private long unchecked;

		Bounded(IndexOutput out) {
			super("bounded " + out, out.getName());
			this.out = out;
		}

		private void check(long bytes) throws IOException {
			this.unchecked += bytes;
			if (this.unchecked > LOOK) {
				room(this.unchecked);
				this.unchecked = 0;
			}
		}

		@Override
		public void writeByte(byte b) throws IOException {
			check(1);
			this.out.writeByte(b);
		}

		@Override
		public void writeBytes(byte[] b, int offset, int length) throws IOException {
			check(length);
			this.out.writeBytes(b, offset, length);
		}

		@Override
		public long getFilePointer() {
			return this.out.getFilePointer();
		}

		@Override
		public long getChecksum() throws IOException {
			return this.out.getChecksum();
		}

		@Override
		public void close() throws IOException {
			this.out.close();
		}

	}

}
