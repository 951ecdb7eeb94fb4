package dev.slipway.pipeline.adapter;

import java.util.Optional;

import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildServer;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.pipeline.BuildStore.Pipeline;
import dev.slipway.pipeline.Pipelines;
import dev.slipway.repository.PushListener;
import dev.slipway.repository.Repositories;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A push is built, once; so is the first commit of a new service as soon as the catalog
 * has it, and a head that was pushed while the platform could not build it. The first
 * Jenkinsfile that is pushed gives an adopted service its pipeline.
 */
final class PushedBuilds implements PushListener {

	private static final Logger logger = LoggerFactory.getLogger(PushedBuilds.class);

	static final String MAIN = "main";

	/** What stands for the template of a service that was adopted. */
	private static final String ADOPTED = "adopted";

	private final BuildServer server;

	private final BuildStore store;

	private final Repositories repositories;

	private final Catalog catalog;

	private final Pipelines pipelines;

	private final boolean tags;

	/**
	 * Builds what is pushed.
	 * @param tags whether tags are, too
	 */
	PushedBuilds(BuildServer server, BuildStore store, Repositories repositories, Catalog catalog, Pipelines pipelines,
			boolean tags) {
		this.pipelines = pipelines;
		this.tags = tags;
		this.server = server;
		this.store = store;
		this.repositories = repositories;
		this.catalog = catalog;
	}

	@Override
	public void pushed(String team, String name, String branch, String commit, String pusher) {
		Optional<Service> service = this.catalog.find(name).filter((found) -> found.team().equals(team));
		if (commit.matches("0*") || service.isEmpty()) {
			return; // a deleted branch, or a service in the making: its head is built
					// when it is there
		}
		if (this.store.pipeline(name).isEmpty()) {
			if (!begins(service.get(), commit)) {
				return;
			}
			this.pipelines.ensure(team, name);
		}
		this.server.trigger(BuildRequest.ofPush(team, name, branch, commit, pusher));
	}

	/** An adopted service has no pipeline until its repository says how it is built. */
	private boolean begins(Service service, String commit) {
		return service.template().equals(ADOPTED)
				&& this.repositories.read(service.team(), service.name(), commit, "Jenkinsfile").isPresent();
	}

	/** A Jenkins finds tags by itself, if its pipeline is to build them. */
	@Override
	public void tagged(String team, String name, String tag, String commit, String pusher) {
		boolean ours = this.catalog.find(name).filter((found) -> found.team().equals(team)).isPresent();
		if (this.tags && ours && this.store.pipeline(name).isPresent()) {
			this.server.trigger(BuildRequest.ofTag(team, name, tag, commit, pusher));
		}
	}

	/**
	 * Builds the heads that have no build: all of them, or those of new services only.
	 */
	void buildHeads(boolean onlyNew) {
		for (Pipeline pipeline : this.store.pipelines(onlyNew)) {
			try {
				buildHead(pipeline);
			}
			catch (RuntimeException ex) {
				logger.warn("The head of {} cannot be built now: {}", pipeline.service(), ex.toString());
			}
		}
	}

	private void buildHead(Pipeline pipeline) {
		if (this.catalog.find(pipeline.service()).isEmpty()) {
			return;
		}
		Optional<String> head = this.repositories.head(pipeline.team(), pipeline.service(), MAIN);
		if (head.isPresent()) {
			String author = this.repositories.log(pipeline.team(), pipeline.service(), head.get(), 1)
				.stream()
				.map(Repositories.Commit::author)
				.findFirst()
				.orElse("unknown");
			this.server.trigger(BuildRequest.ofPush(pipeline.team(), pipeline.service(), MAIN, head.get(), author));
		}
	}

}
