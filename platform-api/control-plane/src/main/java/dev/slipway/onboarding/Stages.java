package dev.slipway.onboarding;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import dev.slipway.environments.Environment;
import dev.slipway.environments.Environments;
import dev.slipway.flow.FlowView;
import dev.slipway.pipeline.Pipelines;
import dev.slipway.repository.Repositories;
import dev.slipway.repository.Repositories.TreeFile;
import dev.slipway.scaffold.Rendering;
import dev.slipway.scaffold.Scaffold;

/**
 * What each stage does and how it is taken back. Both may be repeated: what is there
 * already is left, what is gone already is fine.
 */
public class Stages {

	/** A database keeps fewer digits of a time than a clock has. */
	private static final Duration ROUNDED = Duration.ofMillis(1);

	private final Scaffold scaffold;

	private final Names names;

	private final Repositories repositories;

	private final Pipelines pipelines;

	private final Environments environments;

	private final Catalog catalog;

	private final FirstBuild firstBuild;

	public Stages(Scaffold scaffold, Names names, Repositories repositories, Pipelines pipelines,
			Environments environments, Catalog catalog, FirstBuild firstBuild) {
		this.scaffold = scaffold;
		this.names = names;
		this.repositories = repositories;
		this.pipelines = pipelines;
		this.environments = environments;
		this.catalog = catalog;
		this.firstBuild = firstBuild;
	}

	void perform(Stage stage, FlowView<OnboardingState> flow, NewService service) {
		switch (stage) {
			case VALIDATE -> validate(flow.id(), service);
			case RENDER -> render(service);
			case REPOSITORY -> createRepository(flow.id(), service);
			case PIPELINE -> this.pipelines.ensure(service.team(), service.name());
			case NAMESPACES -> answering().forEach((one) -> this.environments.ensureNamespace(one, service.team()));
			case DATABASES ->
				answering().forEach((one) -> this.environments.ensureDatabase(one, service.team(), service.name()));
			case CATALOG -> register(flow, service);
			case BUILD -> this.firstBuild.start(flow.id(), service, head(service));
		}
	}

	void reverse(Stage stage, FlowView<OnboardingState> flow, NewService service) {
		switch (stage) {
			case VALIDATE -> this.names.release(service.name(), flow.id());
			case REPOSITORY -> this.repositories.delete(service.team(), service.name(), flow.id());
			case PIPELINE -> this.pipelines.remove(service.team(), service.name());
			case NAMESPACES, DATABASES -> {
				if (!isOthers(flow, service)) {
					removeFromEnvironments(service);
				}
			}
			case CATALOG -> {
				if (!isOthers(flow, service)) {
					this.catalog.remove(service.name());
				}
			}
			case RENDER, BUILD -> {
				// a rendering leaves nothing, builds go with their pipeline
			}
		}
	}

	private void validate(String onboarding, NewService service) {
		if (!this.names.holder(service.name()).filter(onboarding::equals).isPresent()) {
			throw new NameTaken("the name " + service.name() + " is claimed by another onboarding");
		}
		if (this.catalog.find(service.name()).isPresent()) {
			throw new NameTaken("there is a service " + service.name() + " already");
		}
		this.scaffold.validate(service.template(), service.parameters());
	}

	private void register(FlowView<OnboardingState> flow, NewService service) {
		this.catalog.add(new Service(service.name(), service.team(), service.description(), service.template(),
				this.repositories.cloneUrl(service.team(), service.name()), service.author(), flow.startedAt()));
		if (isOthers(flow, service)) {
			throw new NameTaken("there is a service " + service.name() + " already, which came meanwhile");
		}
	}

	/**
	 * Whether the catalog has a service of that name which this onboarding did not add,
	 * such as one that was adopted meanwhile: what runs under the name is that one's.
	 */
	private boolean isOthers(FlowView<OnboardingState> flow, NewService service) {
		return this.catalog.find(service.name())
			.filter((found) -> !found.team().equals(service.team()) || !found.template().equals(service.template())
					|| !found.createdBy().equals(service.author())
					|| Duration.between(found.createdAt(), flow.startedAt()).abs().compareTo(ROUNDED) > 0)
			.isPresent();
	}

	private Rendering render(NewService service) {
		return this.scaffold.render(service.template(), service.parameters());
	}

	private void createRepository(String onboarding, NewService service) {
		Map<String, TreeFile> tree = new LinkedHashMap<>();
		render(service).files()
			.forEach((path, file) -> tree.put(path, new TreeFile(file.content(), file.executable())));
		String message = "Create " + service.name() + " from the template " + service.template() + "\n";
		try {
			this.repositories.create(service.team(), service.name(), tree, service.author(), message, onboarding);
		}
		catch (IllegalStateException ex) {
			throw new NameTaken(String.valueOf(ex.getMessage()));
		}
	}

	private String head(NewService service) {
		return this.repositories.head(service.team(), service.name(), "main")
			.orElseThrow(() -> new IllegalStateException("The repository has no branch main"));
	}

	/**
	 * The first is needed; of the others, those that can be reached. A cluster that is
	 * away stops nobody: the first release there makes what is missing.
	 */
	private List<Environment> answering() {
		List<Environment> all = this.environments.all();
		return all.stream()
			.filter((environment) -> environment.equals(all.get(0)) || this.environments.answers(environment))
			.toList();
	}

	private void removeFromEnvironments(NewService service) {
		List<Environment> all = this.environments.all();
		for (int i = all.size() - 1; i >= 0; i--) {
			this.environments.remove(all.get(i), service.team(), service.name());
		}
	}

	/** Lets the first commit be built, as if it were pushed. */
	public interface FirstBuild {

		/** Starts it, or does nothing when it was started before. */
		void start(String onboarding, NewService service, String commit);

	}

}
