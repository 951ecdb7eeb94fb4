package dev.slipway.pipeline.adapter;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The command line and the environment of the runner's JVM. */
final class RunnerCommand {

	private static final Set<String> PASSED_ON = Set.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE",
			"TZ", "TMPDIR", "TERM", "SHELL", "JAVA_HOME", "MAVEN_HOME", "M2_HOME", "MAVEN_OPTS", "MAVEN_ARGS",
			"http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE",
			"SSL_CERT_DIR", "GIT_SSL_CAINFO", "SYSTEMROOT");

	private static final int UNSAFE_WARNS_FROM = 23;

	private RunnerCommand() {
	}

	/** A process ready to start; secrets of the platform's environment stay behind. */
	static ProcessBuilder of(RunnerSettings settings, Path folder, String cookie) throws IOException {
		Path java = Path.of(System.getProperty("java.home"));
		List<String> command = new ArrayList<>(List.of(java.resolve("bin/java").toString(),
				"-Xmx" + settings.heapMegabytes() + "m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
				"-XX:+ExitOnOutOfMemoryError", "-Dfile.encoding=UTF-8", "-Djava.awt.headless=true"));
		if (Runtime.version().feature() >= UNSAFE_WARNS_FROM) {
			command.add("--sun-misc-unsafe-memory-access=allow");
		}
		command.addAll(List.of("-cp", classPath(settings.classPath()), "dev.slipway.runner.Main"));
		ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
		Map<String, String> env = builder.environment();
		env.keySet().retainAll(PASSED_ON);
		env.put(BuildProcesses.COOKIE, cookie);
		if (isJdk(java)) {
			env.put("JAVA_HOME", java.toString());
			env.merge("PATH", java.resolve("bin").toString(), (path, bin) -> bin + File.pathSeparator + path);
		}
		env.putIfAbsent("MAVEN_OPTS", "-XX:+TieredCompilation -XX:TieredStopAtLevel=1");
		return builder;
	}

	private static boolean isJdk(Path home) {
		return Files.isExecutable(home.resolve("bin/javac")) || Files.isExecutable(home.resolve("bin/javac.exe"));
	}

	/** Each folder by itself, for classes, and its jars. */
	private static String classPath(String folders) throws IOException {
		List<String> entries = new ArrayList<>();
		for (String folder : folders.split(File.pathSeparator)) {
			if (!Files.isDirectory(Path.of(folder))) {
				throw new RunnerMissing(folder);
			}
			entries.add(folder);
			entries.add(folder + File.separator + "*");
		}
		return String.join(File.pathSeparator, entries);
	}

}
