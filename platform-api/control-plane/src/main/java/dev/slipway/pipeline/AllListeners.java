package dev.slipway.pipeline;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Tells all listeners; one that fails hinders neither the others nor the build. */
public final class AllListeners implements BuildListener {

	private static final Logger logger = System.getLogger(AllListeners.class.getName());

	private final Supplier<Stream<BuildListener>> listeners;

	/** Tells those that there are when something happens. */
	public AllListeners(Supplier<Stream<BuildListener>> listeners) {
		this.listeners = listeners;
	}

	@Override
	public void changed(Build build) {
		tell((listener) -> listener.changed(build));
	}

	@Override
	public void stage(Build build, BuildStage stage) {
		tell((listener) -> listener.stage(build, stage));
	}

	@Override
	public void log(Build build, long start, long next, String text) {
		tell((listener) -> listener.log(build, start, next, text));
	}

	@Override
	public void input(Build build, BuildInput input) {
		tell((listener) -> listener.input(build, input));
	}

	private void tell(Consumer<BuildListener> news) {
		this.listeners.get().forEach((listener) -> {
			try {
				news.accept(listener);
			}
			catch (RuntimeException ex) {
				logger.log(Level.WARNING, "A listener of builds failed", ex);
			}
		});
	}

}
