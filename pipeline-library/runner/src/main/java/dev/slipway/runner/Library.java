package dev.slipway.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Stream;

import groovy.lang.GroovyClassLoader;
import groovy.lang.GroovyCodeSource;
import hudson.AbortException;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline library: {@code vars} are singletons of the build, {@code src} is on the
 * class path, {@code resources} are read by {@code libraryResource}. Its vars are known
 * once the Jenkinsfile has asked for it.
 */
final class Library {

	private final @Nullable Path folder;

	private final GroovyClassLoader loader;

	private final Map<String, PipelineScript> vars = new HashMap<>();

	private volatile boolean requested;

	Library(@Nullable Path folder, GroovyClassLoader loader) {
		this.folder = folder;
		this.loader = loader;
	}

	/**
	 * Loads a library asked for as {@code name@version}.
	 * @return a warning; null when it is the very version asked for
	 */
	@Nullable String request(String wanted) throws AbortException {
		String name = wanted.contains("@") ? wanted.substring(0, wanted.indexOf('@')) : wanted;
		String version = wanted.contains("@") ? wanted.substring(wanted.indexOf('@') + 1) : "";
		Properties own = properties();
		if (this.folder == null || !name.equals(own.getProperty("name"))) {
			throw new AbortException("There is no library '" + name + "'; the local runner has "
					+ ((this.folder != null) ? own.getProperty("name") + "@" + own.getProperty("version") : "none"));
		}
		this.requested = true;
		return version.isEmpty() || version.equals(own.getProperty("version")) ? null : "The Jenkinsfile asks for "
				+ wanted + "; the local runner always serves its own version, " + own.getProperty("version");
	}

	private Properties properties() {
		Properties own = new Properties();
		if (this.folder != null) {
			try (var reader = Files
				.newBufferedReader(this.folder.resolve("resources/dev/slipway/library.properties"))) {
				own.load(reader);
			}
			catch (IOException ex) {
				throw new UncheckedIOException("The pipeline library in " + this.folder + " cannot be read", ex);
			}
		}
		return own;
	}

	/** The names of its vars; none before it was requested. */
	Collection<String> names() {
		if (this.folder == null || !this.requested) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(this.folder.resolve("vars"))) {
			return files.map((file) -> file.getFileName().toString())
				.filter((name) -> name.endsWith(".groovy"))
				.map((name) -> name.substring(0, name.length() - ".groovy".length()))
				.collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** One of its vars; null when there is none of that name. */
	@Nullable PipelineScript var(String name, Language language) {
		if (this.folder == null || !this.requested) {
			return null;
		}
		Path file = this.folder.resolve("vars").resolve(name + ".groovy");
		synchronized (this.vars) {
			PipelineScript known = this.vars.get(name);
			if (known != null || !Files.isRegularFile(file)) {
				return known;
			}
			PipelineScript script = load(file);
			script.bind(language);
			this.vars.put(name, script);
			return script;
		}
	}

	private PipelineScript load(Path file) {
		try {
			GroovyCodeSource source = new GroovyCodeSource(file.toFile(), StandardCharsets.UTF_8.name());
			return (PipelineScript) this.loader.parseClass(source).getDeclaredConstructor().newInstance();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("The library's " + file.getFileName() + " cannot be used", ex);
		}
	}

	/** A file of its resources. */
	byte[] resource(String path) throws IOException {
		if (this.folder != null && this.requested) {
			Path resources = this.folder.resolve("resources").toAbsolutePath().normalize();
			Path file = resources.resolve(path).normalize();
			if (file.startsWith(resources) && Files.isRegularFile(file)) {
				return Files.readAllBytes(file);
			}
		}
		throw new AbortException("The library has no resource '" + path + "'");
	}

}
