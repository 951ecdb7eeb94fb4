package dev.slipway.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Ends a process with everything that it started, also what has left it: on Linux each
 * process carries a cookie in its environment.
 */
final class Processes {

	/** The variable that marks what one {@code sh} started. */
	static final String COOKIE = "SLIPWAY_STEP_COOKIE";

	private static final long GRACE = TimeUnit.SECONDS.toNanos(3);

	private Processes() {
	}

	/** Asks all to end, and after a few seconds makes them. */
	static void endTree(ProcessHandle root, String cookie) {
		Map<Long, ProcessHandle> all = tree(root, cookie);
		all.values().forEach(ProcessHandle::destroy);
		long deadline = System.nanoTime() + GRACE;
		while (System.nanoTime() < deadline && all.values().stream().anyMatch(ProcessHandle::isAlive)) {
			pause();
		}
		for (int round = 0; round < 5; round++) {
			all.putAll(tree(root, cookie));
			all.values().removeIf((process) -> !process.isAlive());
			if (all.isEmpty()) {
				return;
			}
			all.values().forEach(ProcessHandle::destroyForcibly);
			pause();
		}
	}

	private static Map<Long, ProcessHandle> tree(ProcessHandle root, String cookie) {
		Map<Long, ProcessHandle> all = new LinkedHashMap<>();
		root.descendants().forEach((process) -> all.put(process.pid(), process));
		all.put(root.pid(), root);
		marked(COOKIE + "=" + cookie).forEach(all::putIfAbsent);
		return all;
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
