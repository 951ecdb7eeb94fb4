package dev.slipway.pipeline.adapter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.slipway.pipeline.BuildStore.BuildProcess;
import org.jspecify.annotations.Nullable;

/**
 * Finds and ends the processes of a build: the runner, its descendants and, on Linux, all
 * that carry the build's cookie in their environment, wherever they have gone.
 */
final class BuildProcesses {

	/** The variable that marks the processes of a build. */
	static final String COOKIE = "SLIPWAY_BUILD_COOKIE";

	private static final long CLOCK_DRIFT_MILLIS = 2_000;

	private BuildProcesses() {
	}

	/** How to know this process again. */
	static BuildProcess identify(ProcessHandle process, String cookie, @Nullable String token) {
		return new BuildProcess(process.pid(), startedMillis(process), cookie, token);
	}

	/** Ends them all and returns how many there were. */
	static int end(BuildProcess process) {
		Map<Long, ProcessHandle> ended = new LinkedHashMap<>();
		for (int round = 0; round < 10; round++) {
			Map<Long, ProcessHandle> alive = alive(process);
			if (alive.isEmpty()) {
				break;
			}
			alive.values().forEach(ProcessHandle::destroyForcibly);
			ended.putAll(alive);
			pause();
		}
		return ended.size();
	}

	/** Those that live. A process that only has the old number is not ours. */
	static Map<Long, ProcessHandle> alive(BuildProcess process) {
		Map<Long, ProcessHandle> all = new LinkedHashMap<>();
		ProcessHandle.of(process.pid())
			.filter((root) -> Math.abs(startedMillis(root) - process.startedMillis()) < CLOCK_DRIFT_MILLIS)
			.ifPresent((root) -> {
				root.descendants().forEach((child) -> all.put(child.pid(), child));
				all.put(root.pid(), root);
			});
		all.putAll(marked(COOKIE + "=" + process.cookie()));
		all.values().removeIf((found) -> !runs(found));
		return all;
	}

	/** Whether it runs: one that has ended, but was not yet collected, has no command. */
	static boolean runs(ProcessHandle process) {
		return process.isAlive() && process.info().command().isPresent();
	}

	private static long startedMillis(ProcessHandle process) {
		return process.info().startInstant().map((start) -> start.toEpochMilli()).orElse(0L);
	}

	private static Map<Long, ProcessHandle> marked(String entry) {
		Map<Long, ProcessHandle> marked = new LinkedHashMap<>();
		try (DirectoryStream<Path> folders = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
			for (Path folder : folders) {
				if (carries(folder, entry)) {
					long pid = Long.parseLong(folder.getFileName().toString());
					ProcessHandle.of(pid).ifPresent((process) -> marked.put(pid, process));
				}
			}
		}
		catch (IOException ex) {
			return marked; // no /proc: the descendants must do
		}
		return marked;
	}

	private static boolean carries(Path folder, String entry) {
		try {
			String environment = Files.readString(folder.resolve("environ"), StandardCharsets.ISO_8859_1);
			return ("\0" + environment + "\0").contains("\0" + entry + "\0");
		}
		catch (IOException ex) {
			return false; // it has ended, or belongs to somebody else
		}
	}

	private static void pause() {
		try {
			Thread.sleep(50);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
