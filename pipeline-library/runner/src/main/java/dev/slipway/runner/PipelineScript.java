package dev.slipway.runner;

import java.util.Map;

import groovy.lang.MissingPropertyException;
import groovy.lang.Script;
import org.jspecify.annotations.Nullable;

/**
 * The base class of Jenkinsfiles and of the library's {@code vars}: what Groovy does not
 * find in the script is a step, a global variable or a variable of the environment.
 * Public because compiled scripts extend it.
 */
public abstract class PipelineScript extends Script {

	private @Nullable Language language;

	/** Binds the script to the build; before it runs. */
	final void bind(Language bound) {
		this.language = bound;
	}

	private Language language() {
		Language bound = this.language;
		if (bound == null) {
			throw new IllegalStateException("This script is not bound to a build");
		}
		return bound;
	}

	/** Called by Groovy for a method that nobody has. */
	public @Nullable Object methodMissing(String name, Object arguments) throws Exception {
		return language().call(name, (Object[]) arguments);
	}

	/** Called by Groovy for a property that nobody has. */
	public Object propertyMissing(String name) {
		Object value = language().variable(name);
		if (value == null) {
			throw new MissingPropertyException(name, getClass());
		}
		return value;
	}

	@Override
	public void println() {
		println("");
	}

	@Override
	public void println(@Nullable Object value) {
		language().echo(String.valueOf(value));
	}

	@Override
	public void print(@Nullable Object value) {
		language().echo(String.valueOf(value));
	}

	/** The step; without this Groovy's own {@code sleep} of milliseconds would run. */
	public @Nullable Object sleep(long seconds) throws Exception {
		return language().call("sleep", new Object[] { seconds });
	}

	/** The step, as {@link #sleep(long)}. */
	public @Nullable Object sleep(int seconds) throws Exception {
		return sleep((long) seconds);
	}

	/** The step, with its unit. */
	public @Nullable Object sleep(Map<String, Object> parameters) throws Exception {
		return language().call("sleep", new Object[] { parameters });
	}

}
