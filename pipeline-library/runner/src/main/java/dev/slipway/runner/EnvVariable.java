package dev.slipway.runner;

import java.util.Map;

import groovy.lang.GroovyObjectSupport;
import org.jspecify.annotations.Nullable;

/** The variable {@code env}. Public because Groovy calls it. */
public final class EnvVariable extends GroovyObjectSupport {

	private final Build build;

	EnvVariable(Build build) {
		this.build = build;
	}

	@Override
	public @Nullable Object getProperty(String name) {
		return this.build.env(name);
	}

	@Override
	public void setProperty(String name, @Nullable Object value) {
		if (value == null) {
			this.build.env().remove(name);
		}
		else {
			this.build.env().put(name, value.toString());
		}
	}

	/** {@code env['NAME']}. */
	public @Nullable Object getAt(String name) {
		return getProperty(name);
	}

	/** {@code env['NAME'] = value}. */
	public void putAt(String name, @Nullable Object value) {
		setProperty(name, value);
	}

	/** All variables set for this build. */
	public Map<String, String> getEnvironment() {
		return this.build.effectiveEnv();
	}

}
