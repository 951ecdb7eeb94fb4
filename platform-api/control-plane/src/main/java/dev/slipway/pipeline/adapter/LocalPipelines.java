package dev.slipway.pipeline.adapter;

import java.io.IOException;
import java.io.UncheckedIOException;

import dev.slipway.pipeline.BuildStore;
import dev.slipway.pipeline.Pipelines;

/** Pipelines of the local runner: the Jenkinsfile in the repository is all they need. */
final class LocalPipelines implements Pipelines {

	private final BuildStore store;

	private final LocalRunner runner;

	private final RunnerSettings settings;

	LocalPipelines(BuildStore store, LocalRunner runner, RunnerSettings settings) {
		this.store = store;
		this.runner = runner;
		this.settings = settings;
	}

	@Override
	public void ensure(String team, String service) {
		this.store.addPipeline(team, service);
	}

	@Override
	public void remove(String team, String service) {
		this.runner.remove(service);
		this.store.removePipeline(service);
		try {
			BuildFolder.delete(this.settings.folder().resolve(service));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The builds of " + service + " cannot be deleted", ex);
		}
	}

}
