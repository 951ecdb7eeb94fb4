package dev.slipway.cluster.kubelet;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * What this machine has.
 *
 * @param cpus processors
 * @param memory bytes of memory
 * @param javaHome the JDK that runs the platform; pods use the same
 */
record NodeInfo(int cpus, long memory, Path javaHome) {

	/** The name of the only node. */
	static final String NAME = "local";

	static NodeInfo ofThisMachine() {
		long memory = (ManagementFactory
			.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system)
					? system.getTotalMemorySize() : Runtime.getRuntime().maxMemory();
		return new NodeInfo(Runtime.getRuntime().availableProcessors(), memory,
				Path.of(System.getProperty("java.home")));
	}

	Path java() {
		return this.javaHome.resolve("bin/java");
	}

}
