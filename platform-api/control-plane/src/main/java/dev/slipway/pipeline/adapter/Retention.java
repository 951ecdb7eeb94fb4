package dev.slipway.pipeline.adapter;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.slipway.pipeline.BuildReferences;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.pipeline.BuildStore.Pipeline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets old builds, so that a platform that lives long does not fill its disk: the
 * workspaces of all but the newest few, then whole builds. Files go before their row, so
 * that a crash leaves nothing that nobody knows of.
 */
final class Retention {

	private static final Logger logger = LoggerFactory.getLogger(Retention.class);

	private final RunnerSettings settings;

	private final BuildStore store;

	private final Supplier<Stream<BuildReferences>> references;

	Retention(RunnerSettings settings, BuildStore store, Supplier<Stream<BuildReferences>> references) {
		this.settings = settings;
		this.store = store;
		this.references = references;
	}

	/** Forgets what is old of every service. */
	void tidy() {
		this.store.pipelines(false).forEach(this::tidy);
	}

	/** Forgets what is old of one service. What cannot be deleted is tried again. */
	synchronized void tidy(Pipeline pipeline) {
		try {
			for (int number : this.store.endedBut(pipeline.service(), this.settings.keptWorkspaces())) {
				folder(pipeline, number).deleteWorkspace();
			}
			List<Integer> old = this.store.endedBut(pipeline.service(), this.settings.keptBuilds());
			if (!old.isEmpty()) {
				forget(pipeline, old);
			}
		}
		catch (IOException | RuntimeException ex) {
			logger.warn("Old builds of {} cannot be deleted now", pipeline.service(), ex);
		}
	}

	private void forget(Pipeline pipeline, List<Integer> old) throws IOException {
		Set<Integer> needed = this.references.get()
			.flatMap((one) -> one.needed(pipeline.team(), pipeline.service()).stream())
			.collect(Collectors.toSet());
		for (int number : old) {
			if (!needed.contains(number)) {
				BuildFolder.delete(folder(pipeline, number).path());
				this.store.remove(pipeline.service(), number);
			}
		}
	}

	private BuildFolder folder(Pipeline pipeline, int number) {
		return BuildFolder.of(this.settings.folder(), pipeline.service(), number);
	}

}
