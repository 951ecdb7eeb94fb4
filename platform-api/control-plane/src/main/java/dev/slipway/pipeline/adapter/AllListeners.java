package dev.slipway.pipeline.adapter;

import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildListener;
import dev.slipway.pipeline.BuildStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells all listeners; one that fails hinders neither the others nor the build. */
final class AllListeners implements BuildListener {

	private static final Logger logger = LoggerFactory.getLogger(AllListeners.class);

	private final Supplier<Stream<BuildListener>> listeners;

	AllListeners(Supplier<Stream<BuildListener>> listeners) {
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

	private void tell(Consumer<BuildListener> news) {
		this.listeners.get().forEach((listener) -> {
			try {
				news.accept(listener);
			}
			catch (RuntimeException ex) {
				logger.warn("A listener of builds failed", ex);
			}
		});
	}

}
