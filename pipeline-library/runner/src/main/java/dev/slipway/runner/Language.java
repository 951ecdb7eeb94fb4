package dev.slipway.runner;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import groovy.lang.Closure;
import org.codehaus.groovy.runtime.InvokerHelper;
import org.jspecify.annotations.Nullable;

/** What a script may name beyond Groovy: steps, global variables, the library's vars. */
final class Language {

	private final Build build;

	private final Map<String, Step> steps = new TreeMap<>();

	private final Map<String, Object> globals = new LinkedHashMap<>();

	private final Library library;

	private final ParallelStep parallel;

	private final InputStep inputs;

	Language(Build build, Library library) {
		this.build = build;
		this.library = library;
		this.parallel = new ParallelStep(build);
		this.inputs = new InputStep(build);
		this.parallel.register(this);
		this.inputs.register(this);
		this.globals.put("env", new EnvVariable(build));
		this.globals.put("params", Collections.unmodifiableMap(build.params()));
		this.globals.put("currentBuild", new CurrentBuild(build));
		this.globals.put("scm", Map.copyOf(build.request().scm()));
	}

	/** The step {@code parallel}, which declarative stages use too. */
	ParallelStep parallel() {
		return this.parallel;
	}

	/** The step {@code input}, which declarative stages use too. */
	InputStep inputs() {
		return this.inputs;
	}

	/** Fails for the first of these steps that nobody has; each comes with its line. */
	void require(Map<String, Integer> needed) {
		needed.forEach((name, line) -> {
			if (!this.steps.containsKey(name) && variable(name) == null) {
				throw new UnknownStep(name, line, this.steps.keySet(), this.library.names());
			}
		});
	}

	final void add(Step step) {
		this.steps.put(step.name(), step);
	}

	/** Calls a step, or a variable of the library as a function. */
	@Nullable Object call(String name, @Nullable Object[] arguments) throws Exception {
		this.build.context().scope().check();
		Step step = this.steps.get(name);
		if (step != null) {
			return step.action().run(Call.of(step, arguments));
		}
		Object global = variable(name);
		if (global instanceof Closure<?> closure) {
			return closure.call(arguments);
		}
		if (global instanceof PipelineScript) {
			return InvokerHelper.invokeMethod(global, "call", arguments);
		}
		throw new UnknownStep(name, this.steps.keySet(), this.library.names());
	}

	/** A global variable; null when there is none of that name. */
	@Nullable Object variable(String name) {
		Object global = this.globals.get(name);
		if (global != null) {
			return global;
		}
		Object var = this.library.var(name, this);
		return (var != null) ? var : this.build.env(name);
	}

	void echo(String text) {
		this.build.log(text);
	}

}
