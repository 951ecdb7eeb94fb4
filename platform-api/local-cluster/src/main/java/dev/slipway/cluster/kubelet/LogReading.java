package dev.slipway.cluster.kubelet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.function.Consumer;

import dev.slipway.cluster.api.PodLogs;
import dev.slipway.cluster.work.Serial;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reader of one log: sends what is there and, if it follows, what comes. It holds the
 * file open, so that also the last lines of a pod that is being removed are sent.
 */
final class LogReading implements PodLogs.Reading {

	private static final Logger log = LoggerFactory.getLogger(LogReading.class);

	private static final int BLOCK = 64 * 1024;

	private final LogIndexer indexer;

	private final Path file;

	private final PodLogs.Query query;

	private final Consumer<byte[]> lines;

	private final Runnable end;

	private final Serial serial;

	private final ByteArrayOutputStream partial = new ByteArrayOutputStream();

	private final FileChannel channel;

	private LogTimes times;

	private long position;

	private long left;

	private Runnable stopListening = () -> {
	};

	private boolean ended;

	LogReading(LogIndexer indexer, Serial serial, Path file, PodLogs.Query query, Consumer<byte[]> lines, Runnable end)
			throws IOException {
		this.indexer = indexer;
		this.serial = serial;
		this.file = file;
		this.query = query;
		this.lines = lines;
		this.end = end;
		this.channel = FileChannel.open(file, StandardOpenOption.READ);
		this.times = new LogTimes(file);
		this.left = (query.limitBytes() != null) ? query.limitBytes() : Long.MAX_VALUE;
	}

	/** Sends what is there; follows if wished. */
	void start() {
		if (this.query.follow()) {
			this.stopListening = this.indexer.listen(this.file, () -> this.serial.execute(this::pump));
		}
		this.serial.execute(() -> {
			try {
				begin();
			}
			catch (IOException ex) {
				log.debug("The log {} cannot be read", this.file, ex);
				finish();
			}
			pump();
		});
	}

	private void begin() throws IOException {
		long size = this.channel.size();
		long since = (this.query.since() != null) ? this.times.offsetAt(this.query.since()) : 0;
		int wanted = (this.query.tailLines() != null) ? this.query.tailLines() : Integer.MAX_VALUE;
		this.position = Tail.of(this.channel, Math.max(since, LogCut.of(this.file)), size, wanted).offset();
	}

	private void pump() {
		if (this.ended) {
			return;
		}
		try {
			boolean last = !this.query.follow() || !this.indexer.followed(this.file);
			long size = this.channel.size();
			if (size < this.position) {
				this.position = 0;
				this.times = new LogTimes(this.file);
			}
			this.position = send(this.channel, this.position, size);
			if (last || this.left <= 0) {
				flushPartial();
				finish();
			}
		}
		catch (IOException | RuntimeException ex) {
			log.debug("The log {} is read no further", this.file, ex);
			finish();
		}
	}

	/**
	 * What was read while it was being cut off may be a hole; so it counts only if it is
	 * still there afterwards.
	 */
	private long send(FileChannel source, long from, long to) throws IOException {
		ByteBuffer block = ByteBuffer.allocate(BLOCK);
		long at = from;
		while (at < to && this.left > 0) {
			block.clear().limit((int) Math.min(BLOCK, to - at));
			int n = source.read(block, at);
			if (n <= 0) {
				break;
			}
			long cut = LogCut.of(this.file);
			if (cut > at) {
				this.partial.reset();
				at = cut;
				continue;
			}
			take(block.array(), n, at);
			at += n;
		}
		return at;
	}

	/** Whole lines go out; the rest of the last waits for its end. */
	private void take(byte[] block, int length, long offset) {
		ByteArrayOutputStream out = new ByteArrayOutputStream(length + 1024);
		int begin = 0;
		for (int i = 0; i < length; i++) {
			if (block[i] == '\n') {
				this.partial.write(block, begin, i + 1 - begin);
				line(out, offset + i + 1);
				begin = i + 1;
			}
		}
		this.partial.write(block, begin, length - begin);
		emit(out.toByteArray());
	}

	private void line(ByteArrayOutputStream out, long endOffset) {
		if (this.query.timestamps()) {
			out.writeBytes((time(this.times.timeOf(endOffset)) + " ").getBytes(StandardCharsets.US_ASCII));
		}
		out.writeBytes(this.partial.toByteArray());
		this.partial.reset();
	}

	/** As Kubernetes writes it, with nine digits. */
	private static String time(Instant instant) {
		return instant.toString().replaceFirst("(\\.\\d+)?Z$", String.format(".%09dZ", instant.getNano()));
	}

	private void flushPartial() {
		if (this.partial.size() > 0) {
			ByteArrayOutputStream out = new ByteArrayOutputStream();
			line(out, this.position);
			emit(out.toByteArray());
		}
	}

	private void emit(byte[] bytes) {
		int n = (int) Math.min(bytes.length, this.left);
		if (n > 0) {
			this.left -= n;
			this.lines.accept((n == bytes.length) ? bytes : java.util.Arrays.copyOf(bytes, n));
		}
	}

	private void finish() {
		if (!this.ended) {
			this.ended = true;
			this.stopListening.run();
			try {
				this.channel.close();
			}
			catch (IOException ex) {
				log.debug("The log {} does not close", this.file, ex);
			}
			this.end.run();
		}
	}

	@Override
	public void close() {
		this.serial.execute(this::finish);
	}

	/**
	 * Where the last lines of a file begin.
	 *
	 * @param offset offset of the first of them
	 * @param lines how many there are
	 */
	record Tail(long offset, int lines) {

		static Tail of(FileChannel channel, long from, long to, int wanted) throws IOException {
			if (wanted == Integer.MAX_VALUE) {
				return new Tail(from, 0);
			}
			if (wanted <= 0) {
				return new Tail(to, 0);
			}
			int found = 0;
			long at = to;
			ByteBuffer block = ByteBuffer.allocate(BLOCK);
			while (at > from) {
				int length = (int) Math.min(BLOCK, at - from);
				block.clear().limit(length);
				channel.read(block, at - length);
				for (int i = length - 1; i >= 0; i--) {
					boolean ends = block.get(i) == '\n' && at - length + i + 1 < to;
					if (ends && ++found >= wanted) {
						return new Tail(at - length + i + 1, wanted);
					}
				}
				at -= length;
			}
			return new Tail(from, (to > from) ? found + 1 : 0);
		}

	}

}
