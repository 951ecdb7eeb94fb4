package dev.slipway.runner;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import hudson.AbortException;
import org.jspecify.annotations.Nullable;

/**
 * Where a step runs.
 *
 * @param stage the id of the enclosing stage or branch; null outside of any
 * @param stageName its name
 * @param directory the current folder; null outside of {@code node}
 * @param env what {@code withEnv} and {@code withCredentials} added
 * @param scope what interrupts it
 */
record Context(@Nullable String stage, @Nullable String stageName, @Nullable Path directory, Map<String, String> env,
		Scope scope) {

	Context inStage(String id, String name) {
		return new Context(id, name, this.directory, this.env, this.scope);
	}

	Context inDirectory(Path folder) {
		return new Context(this.stage, this.stageName, folder, this.env, this.scope);
	}

	Context inScope(Scope inner) {
		return new Context(this.stage, this.stageName, this.directory, this.env, inner);
	}

	Context withEnv(Map<String, String> added) {
		Map<String, String> merged = new LinkedHashMap<>(this.env);
		merged.putAll(added);
		return new Context(this.stage, this.stageName, this.directory, Map.copyOf(merged), this.scope);
	}

	/** The current folder, for a step that needs one. */
	Path folder(String step) throws AbortException {
		if (this.directory == null) {
			throw new AbortException("The step '" + step
					+ "' needs a workspace (in Jenkins: \"Required context class hudson.FilePath is missing\"). "
					+ "Put it inside node { }.");
		}
		return this.directory;
	}

	/** A path given to a step, inside or outside of the current folder. */
	Path resolve(String step, String path) throws AbortException {
		return folder(step).resolve(path).normalize();
	}

}
