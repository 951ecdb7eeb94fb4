package dev.slipway.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/** The {@code options} of a declarative pipeline or of one of its stages. */
final class DeclarativeOptions {

	/** Steps that are put around what the options are for, the first outermost. */
	private static final Set<String> WRAPPERS = Set.of("timeout", "retry", "timestamps", "lock", "ansiColor",
			"catchError", "warnError", "withEnv");

	/** They say what this runner does anyway, or what it has no part in. */
	private static final Set<String> IGNORED = Set.of("buildDiscarder", "newContainerPerStage", "preserveStashes",
			"quietPeriod", "disableResume", "durabilityHint", "overrideIndexTriggers", "disableRestartFromStage",
			"rateLimitBuilds", "gitLabConnection", "throttleJobProperty", "copyArtifactPermission", "throttle");

	private final Language language;

	private final Block block;

	DeclarativeOptions(Language language, Block block) {
		this.language = language;
		this.block = block;
	}

	/** Whether an option is set. */
	boolean flag(String name) {
		return this.block.flag(name);
	}

	/** The argument of an option; null when it is not there. */
	@Nullable String text(String name) {
		Directive option = this.block.find(name);
		return (option != null) ? option.text() : null;
	}

	/** The options that do nothing in this runner. */
	List<String> ignored() {
		return this.block.all().stream().map(Directive::name).filter(IGNORED::contains).toList();
	}

	/** Whether what it is for may be tried more than once. */
	boolean retries() {
		return this.block.find("retry") != null;
	}

	/** Runs something as the options want it. */
	@Nullable Object around(Callable<@Nullable Object> action) throws Exception {
		Callable<@Nullable Object> wrapped = action;
		List<Directive> options = this.block.all();
		for (int i = options.size() - 1; i >= 0; i--) {
			if (WRAPPERS.contains(options.get(i).name())) {
				wrapped = wrapped(options.get(i), wrapped);
			}
		}
		return wrapped.call();
	}

	private Callable<@Nullable Object> wrapped(Directive option, Callable<@Nullable Object> action) {
		return () -> {
			List<@Nullable Object> arguments = new ArrayList<>(option.arguments());
			arguments.add(new Action(action));
			return this.language.call(option.name(), arguments.toArray());
		};
	}

}
