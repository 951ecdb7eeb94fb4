package dev.slipway.cluster.kubelet;

import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.images.Image;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.objects.Quantity;
import dev.slipway.cluster.store.ObjectStore;

/**
 * Works out how to start a container: program, arguments, variables, directory.
 */
final class Planner {

	private final ObjectStore store;

	private final EnvResolver values;

	private final NodeInfo node;

	Planner(ObjectStore store, EnvResolver values, NodeInfo node) {
		this.store = store;
		this.values = values;
		this.node = node;
	}

	/**
	 * Plans the start.
	 * @param pod pod with its address in the status
	 * @param container container of the pod
	 * @param image its image
	 * @param root its root on disk
	 * @return the plan
	 * @throws ConfigError if it cannot be started
	 */
	LaunchPlan plan(JsonNode pod, JsonNode container, Image image, Path root) {
		Map<String, String> env = this.values.resolve(pod, container, inherited(pod, image, root));
		env.put(ContainerProcess.POD_UID, Meta.uid(pod));
		env.put("SLIPWAY_CONTAINER", container.path("name").asText());
		List<String> argv = arguments(container, image, env);
		if (argv.isEmpty()) {
			throw new ConfigError("CreateContainerError",
					"no command specified: neither the image nor the pod has one");
		}
		Path directory = directory(container, image, root);
		argv.set(0, program(argv.get(0), env, directory, root));
		if (argv.get(0).equals(this.node.java().toString())) {
			argv.addAll(1, asInAContainer(container));
		}
		return new LaunchPlan(List.copyOf(argv), env, directory);
	}

	private Map<String, String> inherited(JsonNode pod, Image image, Path root) {
		Map<String, String> env = new LinkedHashMap<>();
		env.put("HOME", root.toString());
		env.put("LANG", "C.UTF-8");
		env.putAll(image.config().env());
		env.put("PATH",
				this.node.javaHome().resolve("bin") + ":"
						+ image.config()
							.env()
							.getOrDefault("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"));
		env.put("JAVA_HOME", this.node.javaHome().toString());
		env.put("HOSTNAME", Meta.name(pod));
		if (pod.path("spec").path("enableServiceLinks").asBoolean(true)) {
			serviceLinks(Meta.namespace(pod), env);
		}
		String ip = pod.path("status").path("podIP").asText();
		env.put("POD_IP", ip);
		env.put("SERVER_ADDRESS", ip);
		env.put("POD_ROOT", root.toString());
		return env;
	}

	private void serviceLinks(String namespace, Map<String, String> env) {
		for (JsonNode service : this.store.list("services", namespace).items()) {
			String ip = service.path("spec").path("clusterIP").asText();
			if (ip.isEmpty() || ip.equals("None")) {
				continue;
			}
			String name = Meta.name(service).toUpperCase(Locale.ROOT).replace('-', '_');
			env.put(name + "_SERVICE_HOST", ip);
			String first = service.path("spec").path("ports").path(0).path("port").asText("");
			env.put(name + "_SERVICE_PORT", first);
			for (JsonNode port : service.path("spec").path("ports")) {
				if (port.has("name")) {
					String suffix = port.path("name").asText().toUpperCase(Locale.ROOT).replace('-', '_');
					env.put(name + "_SERVICE_PORT_" + suffix, port.path("port").asText());
				}
			}
		}
	}

	private static List<String> arguments(JsonNode container, Image image, Map<String, String> env) {
		List<String> argv = new ArrayList<>();
		boolean ownCommand = !container.path("command").isEmpty();
		if (ownCommand) {
			container.path("command").forEach((word) -> argv.add(Expansion.expand(word.asText(), env)));
		}
		else {
			argv.addAll(image.config().entrypoint());
		}
		if (!container.path("args").isEmpty()) {
			container.path("args").forEach((word) -> argv.add(Expansion.expand(word.asText(), env)));
		}
		else if (!ownCommand) {
			argv.addAll(image.config().cmd());
		}
		return argv;
	}

	private static Path directory(JsonNode container, Image image, Path root) {
		String working = container.path("workingDir").asText(image.config().workingDir());
		Path directory = root.resolve(working.replaceFirst("^/+", "")).normalize();
		if (!directory.startsWith(root)) {
			throw new ConfigError("CreateContainerConfigError", "workingDir " + working + " leaves the pod's root");
		}
		try {
			return Files.createDirectories(directory);
		}
		catch (java.io.IOException ex) {
			throw new ConfigError("CreateContainerError", "workingDir " + working + " cannot be made", ex);
		}
	}

	private String program(String name, Map<String, String> env, Path directory, Path root) {
		if (name.equals("java")) {
			return this.node.java().toString();
		}
		List<Path> candidates = new ArrayList<>();
		if (name.startsWith("/")) {
			candidates.add(root.resolve(name.substring(1)));
			candidates.add(Path.of(name));
		}
		else if (name.contains("/")) {
			candidates.add(directory.resolve(name));
		}
		else {
			for (String place : env.getOrDefault("PATH", "").split(":")) {
				candidates.add(root.resolve(place.replaceFirst("^/+", "")).resolve(name));
				candidates.add(Path.of(place).resolve(name));
			}
		}
		for (Path candidate : candidates) {
			if (Files.isExecutable(candidate) && Files.isRegularFile(candidate)) {
				return candidate.toAbsolutePath().toString();
			}
		}
		throw new ConfigError("RunContainerError", "exec: \"" + name + "\": executable file not found in $PATH");
	}

	/** A JVM sizes itself by its container's limits; here it must be told. */
	private List<String> asInAContainer(JsonNode container) {
		List<String> options = new ArrayList<>();
		JsonNode limits = container.path("resources").path("limits");
		if (limits.hasNonNull("memory")) {
			long bytes = Math.min(Quantity.ceiling(limits.path("memory").asText()), this.node.memory());
			options.add("-XX:MaxRAM=" + bytes);
		}
		if (limits.hasNonNull("cpu")) {
			int cpus = Quantity.parse(limits.path("cpu").asText()).setScale(0, RoundingMode.CEILING).intValueExact();
			options.add("-XX:ActiveProcessorCount=" + Math.max(1, Math.min(cpus, this.node.cpus())));
		}
		return options;
	}

}
