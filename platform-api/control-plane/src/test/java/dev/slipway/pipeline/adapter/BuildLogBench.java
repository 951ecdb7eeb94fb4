package dev.slipway.pipeline.adapter;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.slipway.pipeline.LogChunk;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prints how long it takes to open a log of 100 MB at its end, and how the heap does
 * while it is read through piece by piece.
 */
@NullUnmarked
class BuildLogBench {

	private static final int MEGABYTES = 100;

	private static final long PIECE = 1 << 16;

	@Test
	void opensAtTheEndAndReadsThrough(@TempDir Path folder) throws Exception {
		Path log = folder.resolve("log");
		byte[] megabyte = ("x".repeat(127) + "\n").repeat(1 << 13).getBytes(StandardCharsets.UTF_8);
		try (OutputStream out = Files.newOutputStream(log)) {
			for (int i = 0; i < MEGABYTES; i++) {
				out.write(megabyte);
			}
		}
		List<Double> millis = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			long start = System.nanoTime();
			LogChunk end = BuildLog.read(log, -PIECE, true);
			millis.add((System.nanoTime() - start) / 1e6);
			assertThat(end.complete()).isTrue();
		}
		millis.sort(null);
		long before = heap();
		long at = 0;
		while (true) {
			LogChunk chunk = BuildLog.read(log, at, true);
			if (chunk.complete()) {
				break;
			}
			at = chunk.next();
		}
		System.out.printf(Locale.ROOT,
				"BENCH log of %d MB opened at its end: p50 %.2f ms, p99 %.2f ms, aim 300 ms; read through, the heap grew by %d kB%n",
				MEGABYTES, millis.get(100), millis.get(198), (heap() - before) / 1024);
	}

	private static long heap() {
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

}
