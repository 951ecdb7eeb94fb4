package dev.slipway.runner;

import java.util.concurrent.Callable;

import groovy.lang.Closure;
import org.jspecify.annotations.Nullable;

/** A block of the runner's own, to be given to a step that takes one. */
final class Action extends Closure<@Nullable Object> {

	private static final long serialVersionUID = 1L;

	private final transient Callable<@Nullable Object> code;

	Action(Callable<@Nullable Object> code) {
		super(code);
		this.code = code;
	}

	@Override
	public @Nullable Object call() {
		try {
			return this.code.call();
		}
		catch (Exception ex) {
			throw Action.<RuntimeException>sneaky(ex);
		}
	}

	@Override
	public @Nullable Object call(Object... arguments) {
		return call();
	}

	@Override
	public @Nullable Object call(Object argument) {
		return call();
	}

	/** Throws a checked exception as it is, which Groovy does too. */
	@SuppressWarnings("unchecked")
	static <T extends Throwable> T sneaky(Throwable failure) throws T {
		throw (T) failure;
	}

}
