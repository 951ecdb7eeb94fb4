package dev.slipway.cluster.kubelet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Linux tells of processes in {@code /proc}. A process that ends meanwhile is simply
 * not there.
 */
final class ProcFs {

	private static final Path PROC = Path.of("/proc");

	private static final int FIELD_GROUP = 2;

	private static final int FIELD_START = 19;

	private ProcFs() {
	}

	/** Start time in clock ticks since boot; with the pid it identifies a process. */
	static Optional<Long> startTicks(long pid) {
		return stat(pid).map((fields) -> Long.parseLong(fields[FIELD_START]));
	}

	/** Whether it is that process, and not a later one of the same pid, nor a zombie. */
	static boolean alive(long pid, long startTicks) {
		return stat(pid).filter((fields) -> !fields[0].equals("Z"))
			.filter((fields) -> Long.parseLong(fields[FIELD_START]) == startTicks)
			.isPresent();
	}

	/** Fields of stat after the command's name, which may hold blanks and brackets. */
	private static Optional<String[]> stat(long pid) {
		return read(PROC.resolve(pid + "/stat")).map((text) -> text.substring(text.lastIndexOf(')') + 2).split(" "));
	}

	/** Living processes of a group. */
	static List<Long> group(long leader) {
		List<Long> members = new ArrayList<>();
		for (long pid : all()) {
			stat(pid).filter((fields) -> !fields[0].equals("Z"))
				.filter((fields) -> Long.parseLong(fields[FIELD_GROUP]) == leader)
				.ifPresent((fields) -> members.add(pid));
		}
		return members;
	}

	/** Bytes of memory that a process has for itself: what no one can take back. */
	static long privateMemory(long pid) {
		String status = read(PROC.resolve(pid + "/status")).orElse("");
		return status.lines()
			.filter((line) -> line.startsWith("RssAnon:") || line.startsWith("RssShmem:"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
			.sum();
	}

	/** Processes that have a variable in the environment they were started with. */
	static Map<Long, String> withVariable(String name) {
		Map<Long, String> found = new HashMap<>();
		for (long pid : all()) {
			variable(pid, name).ifPresent((value) -> found.put(pid, value));
		}
		return found;
	}

	static Optional<String> variable(long pid, String name) {
		String environ = read(PROC.resolve(pid + "/environ")).orElse("");
		int at = environ.startsWith(name + "=") ? 0 : environ.indexOf("\0" + name + "=") + 1;
		if (at == 0 && !environ.startsWith(name + "=")) {
			return Optional.empty();
		}
		int end = environ.indexOf('\0', at);
		return Optional.of(environ.substring(at + name.length() + 1, (end < 0) ? environ.length() : end));
	}

	/** Sockets that listen on all addresses, as inode to port. */
	static Map<String, Integer> wildcardListeners() {
		Map<String, Integer> found = new HashMap<>();
		for (String file : List.of("net/tcp", "net/tcp6")) {
			read(PROC.resolve(file)).orElse("").lines().skip(1).forEach((line) -> {
				String[] fields = line.strip().split("\\s+");
				int colon = fields[1].indexOf(':');
				if (fields[3].equals("0A") && fields[1].substring(0, colon).matches("0+")) {
					found.put(fields[9], Integer.parseInt(fields[1].substring(colon + 1), 16));
				}
			});
		}
		return found;
	}

	/** Inodes of the sockets that a process has open. */
	static List<String> sockets(long pid) {
		List<String> inodes = new ArrayList<>();
		try (DirectoryStream<Path> files = Files.newDirectoryStream(PROC.resolve(pid + "/fd"))) {
			for (Path file : files) {
				String target = Files.readSymbolicLink(file).toString();
				if (target.startsWith("socket:[")) {
					inodes.add(target.substring(8, target.length() - 1));
				}
			}
		}
		catch (IOException | java.nio.file.DirectoryIteratorException ex) {
			return inodes;
		}
		return inodes;
	}

	/** Differs after each boot of the machine: pids of an earlier one mean nothing. */
	static String bootId() {
		return read(PROC.resolve("sys/kernel/random/boot_id")).orElse("").strip();
	}

	private static List<Long> all() {
		List<Long> pids = new ArrayList<>();
		try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
			entries.forEach((entry) -> pids.add(Long.parseLong(entry.getFileName().toString())));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("/proc cannot be read: the local cluster needs Linux", ex);
		}
		return pids;
	}

	private static Optional<String> read(Path file) {
		try {
			return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1)).filter((text) -> !text.isEmpty());
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

}
