package dev.slipway.cluster.store;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code objects.log}: one line a change, {@code crc json}. It begins with a
 * dump of what existed when it was last compacted. A record is in the operating system's
 * hands before the write is answered, so a killed JVM loses nothing; the disk is forced
 * when compacting, on close and by {@link #force()}, so a power cut may lose the last
 * moments. A torn last line is cut off; a damaged line before a sound one stops the
 * start.
 */
final class ObjectLog implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ObjectLog.class);

	private static final ObjectMapper mapper = new ObjectMapper();

	private final Path file;

	private FileChannel channel;

	private boolean dirty;

	private ObjectLog(Path file, FileChannel channel) {
		this.file = file;
		this.channel = channel;
	}

	/** Takes one record while reading. */
	interface Reader {

		void record(long resourceVersion, @Nullable Key key, @Nullable ObjectNode object);

	}

	/** Writes all live objects while compacting. */
	interface Dump {

		void to(Sink sink) throws IOException;

	}

	/** Takes one record while writing. */
	interface Sink {

		void record(long resourceVersion, @Nullable Key key, @Nullable ObjectNode object) throws IOException;

	}

	static ObjectLog open(Path directory, Reader reader) throws IOException {
		Files.createDirectories(directory);
		Path file = directory.resolve("objects.log");
		FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
				StandardOpenOption.WRITE);
		if (channel.tryLock() == null) {
			channel.close();
			throw new IOException(file + " is used by another process: stop the other cluster first");
		}
		long sound = read(file, reader);
		if (sound < channel.size()) {
			logger.warn("cutting a torn record of {} bytes off {}", channel.size() - sound, file);
			channel.truncate(sound);
		}
		channel.position(sound);
		return new ObjectLog(file, channel);
	}

	private static long read(Path file, Reader reader) throws IOException {
		byte[] bytes = Files.readAllBytes(file);
		int start = 0;
		int sound = 0;
		boolean torn = false;
		while (start < bytes.length) {
			int end = start;
			while (end < bytes.length && bytes[end] != '\n') {
				end++;
			}
			boolean whole = end < bytes.length && sound(bytes, start, end);
			if (whole && torn) {
				throw new IOException(file + " is damaged at byte " + sound
						+ ": restore it from a copy, or delete it to begin with an empty cluster");
			}
			if (whole) {
				JsonNode line = mapper.readTree(bytes, start + 9, end - start - 9);
				reader.record(line.path("v").asLong(), key(line.get("k")), (ObjectNode) line.get("o"));
				sound = end + 1;
			}
			torn = !whole;
			start = end + 1;
		}
		return sound;
	}

	private static @Nullable Key key(@Nullable JsonNode node) {
		return (node != null) ? new Key(node.get(0).asText(), node.get(1).asText(), node.get(2).asText()) : null;
	}

	private static boolean sound(byte[] bytes, int start, int end) {
		if (end - start < 10 || bytes[start + 8] != ' ') {
			return false;
		}
		CRC32 crc = new CRC32();
		crc.update(bytes, start + 9, end - start - 9);
		return String.format("%08x", crc.getValue()).equals(new String(bytes, start, 8, StandardCharsets.ISO_8859_1));
	}

	private static byte[] encode(long resourceVersion, @Nullable Key key, @Nullable ObjectNode object)
			throws IOException {
		ObjectNode line = mapper.createObjectNode().put("v", resourceVersion);
		if (key != null) {
			line.putArray("k").add(key.resource()).add(key.namespace()).add(key.name());
		}
		if (object != null) {
			line.set("o", object);
		}
		byte[] json = mapper.writeValueAsBytes(line);
		CRC32 crc = new CRC32();
		crc.update(json);
		byte[] head = (Long.toHexString(0x1_0000_0000L | crc.getValue()).substring(1) + " ")
			.getBytes(StandardCharsets.ISO_8859_1);
		byte[] record = new byte[json.length + 10];
		System.arraycopy(head, 0, record, 0, 9);
		System.arraycopy(json, 0, record, 9, json.length);
		record[record.length - 1] = '\n';
		return record;
	}

	/** Appends a change: an object, or null for a removal. */
	void append(long resourceVersion, Key key, @Nullable ObjectNode object) {
		try {
			long before = this.channel.position();
			ByteBuffer buffer = ByteBuffer.wrap(encode(resourceVersion, key, object));
			try {
				while (buffer.hasRemaining()) {
					this.channel.write(buffer);
				}
			}
			catch (IOException ex) {
				this.channel.truncate(before);
				throw ex;
			}
			this.dirty = true;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("cannot write " + this.file + ": is the disk full?", ex);
		}
	}

	long size() {
		try {
			return this.channel.position();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Replaces the log by a dump of what lives, in one atomic step. */
	void compact(Dump dump) throws IOException {
		Path fresh = this.file.resolveSibling("objects.log.new");
		FileChannel target = FileChannel.open(fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
				StandardOpenOption.WRITE);
		OutputStream stream = new BufferedOutputStream(Channels.newOutputStream(target), 1 << 16);
		dump.to((version, key, object) -> stream.write(encode(version, key, object)));
		stream.flush();
		target.force(true);
		if (target.tryLock() == null) {
			throw new IOException(fresh + " is used by another process");
		}
		Files.move(fresh, this.file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		FileChannel old = this.channel;
		this.channel = target;
		old.close();
	}

	/** Brings the records to the disk. */
	void force() throws IOException {
		if (this.dirty) {
			this.dirty = false;
			this.channel.force(false);
		}
	}

	@Override
	public void close() throws IOException {
		force();
		this.channel.close();
	}

}
