package dev.slipway.cluster.kubelet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears away what is left of a pod whose object is gone.
 */
final class Orphans {

	private static final Logger log = LoggerFactory.getLogger(Orphans.class);

	private Orphans() {
	}

	static void remove(Path directory) throws IOException {
		String uid = directory.getFileName().toString();
		kill(uid);
		new PodFiles(directory).remove();
		log.info("Cleared away what was left of pod {}", uid);
	}

	/** Kills every process that was started for a pod. */
	static void kill(String uid) {
		Set<Long> pids = ProcFs.withVariable(ContainerProcess.POD_UID)
			.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().equals(uid))
			.map(Map.Entry::getKey)
			.collect(Collectors.toSet());
		pids.forEach((pid) -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
	}

}
