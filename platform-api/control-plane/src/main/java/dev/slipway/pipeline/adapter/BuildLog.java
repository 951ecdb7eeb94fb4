package dev.slipway.pipeline.adapter;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import dev.slipway.pipeline.LogChunk;
import dev.slipway.pipeline.LogPiece;

/** A build's log in a file: written line by line, read from any offset meanwhile. */
final class BuildLog implements AutoCloseable {

	private static final int MOST = 1 << 20;

	private final OutputStream out;

	private long size;

	BuildLog(Path file) throws IOException {
		this.out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		this.size = Files.size(file);
	}

	/** Appends whole lines, at once visible to readers. */
	void append(String lines) throws IOException {
		byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
		this.out.write(bytes);
		this.size += bytes.length;
	}

	/** Where the next line begins. */
	long size() {
		return this.size;
	}

	@Override
	public void close() throws IOException {
		this.out.close();
	}

	/**
	 * Reads at most a megabyte, up to the last whole line.
	 * @param ended whether nothing is written any more
	 */
	static LogChunk read(Path file, long start, boolean ended) throws IOException {
		if (!Files.exists(file)) {
			return new LogChunk("", 0, ended);
		}
		try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
			long length = log.length();
			long from = (start < 0) ? Math.max(0, length + start) : Math.min(start, length);
			byte[] bytes = new byte[(int) Math.min(MOST, length - from)];
			log.seek(from);
			log.readFully(bytes);
			int begin = (start < 0 && from > 0) ? afterFirstBreak(bytes) : 0;
			int end = lastBreak(bytes);
			if (end <= begin && bytes.length == MOST) {
				// One line of a megabyte.
				end = LogPiece.wholeCharacters(bytes, begin, bytes.length);
			}
			long next = from + end;
			String text = (end > begin) ? new String(bytes, begin, end - begin, StandardCharsets.UTF_8) : "";
			return new LogChunk(text, next, ended && next >= length);
		}
	}

	private static int afterFirstBreak(byte[] bytes) {
		for (int i = 0; i < bytes.length; i++) {
			if (bytes[i] == '\n') {
				return i + 1;
			}
		}
		return 0;
	}

	private static int lastBreak(byte[] bytes) {
		for (int i = bytes.length; i > 0; i--) {
			if (bytes[i - 1] == '\n') {
				return i;
			}
		}
		return 0;
	}

}
