package dev.slipway.cluster.kubelet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beginning of a log that was cut off. The file keeps its length and its offsets, as
 * the program that writes it must not be disturbed and readers must not lose their place;
 * only the disk space of its beginning is given back, as a hole.
 */
final class LogCut {

	private static final Logger log = LoggerFactory.getLogger(LogCut.class);

	private static final int BLOCK = 4096;

	private LogCut() {
	}

	private static Path file(Path log) {
		return log.resolveSibling(log.getFileName() + ".cut");
	}

	/** Where a log begins now: 0 as long as nothing was cut off. */
	static long of(Path log) {
		try {
			Path file = file(log);
			return Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
		}
		catch (IOException ex) {
			return 0;
		}
	}

	/**
	 * Cuts off what comes before the first line after an offset. Readers must see the new
	 * beginning before the bytes vanish, so it is written first.
	 * @return the new beginning
	 */
	static long before(Path log, long offset) throws IOException {
		long begin = startOfLine(log, offset);
		Path fresh = log.resolveSibling(log.getFileName() + ".cut.new");
		Files.writeString(fresh, Long.toString(begin));
		Files.move(fresh, file(log), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		punch(log, begin);
		return begin;
	}

	/** The end of the file if no line begins after the offset. */
	private static long startOfLine(Path file, long offset) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			ByteBuffer block = ByteBuffer.allocate(BLOCK);
			long at = offset;
			while (channel.read(block.clear(), at) > 0) {
				for (int i = 0; i < block.position(); i++) {
					if (block.get(i) == '\n') {
						return at + i + 1;
					}
				}
				at += block.position();
			}
			return at;
		}
	}

	private static void punch(Path file, long length) throws IOException {
		Process process = new ProcessBuilder("fallocate", "--punch-hole", "--offset", "0", "--length",
				Long.toString(length), file.toString())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		try {
			if (process.waitFor() != 0) {
				log.warn("The disk space of the old part of {} is not given back: its file system has no holes", file);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
