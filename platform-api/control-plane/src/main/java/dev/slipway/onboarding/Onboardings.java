package dev.slipway.onboarding;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import dev.slipway.catalog.ServiceName;
import dev.slipway.flow.FlowView;
import dev.slipway.flow.Flows;
import dev.slipway.onboarding.NewService.OnFailure;
import dev.slipway.scaffold.InvalidParameters;
import dev.slipway.scaffold.Rendering;
import dev.slipway.scaffold.Scaffold;
import dev.slipway.scaffold.Template;
import dev.slipway.scaffold.TemplateAction;

/** Starts and follows onboardings. */
public class Onboardings {

	private final Scaffold scaffold;

	private final Catalog catalog;

	private final Names names;

	private final Journal journal;

	private final Flows flows;

	private final OnboardingFlow flow;

	private final Supplier<String> ids;

	private final Transactions transactions;

	public Onboardings(Scaffold scaffold, Catalog catalog, Names names, Journal journal, Flows flows,
			OnboardingFlow flow, Supplier<String> ids, Transactions transactions) {
		this.scaffold = scaffold;
		this.catalog = catalog;
		this.names = names;
		this.journal = journal;
		this.flows = flows;
		this.flow = flow;
		this.ids = ids;
		this.transactions = transactions;
	}

	/**
	 * Starts an onboarding. What can be known to be wrong is said here, and nothing is
	 * made then.
	 * @return its id
	 * @throws java.util.NoSuchElementException when there is no such template
	 * @throws InvalidParameters when the parameters, the name among them, do not fit
	 * @throws NameTaken when the name is not free
	 */
	public String start(String template, Map<String, Object> parameters, OnFailure onFailure, String author) {
		checkNames(parameters);
		Rendering rendering = this.scaffold.render(template, parameters);
		NewService service = service(rendering, onFailure, author);
		String id = service.name() + "-" + this.ids.get();
		return this.transactions.run(() -> {
			if (this.catalog.find(service.name()).isPresent()) {
				throw new NameTaken("There is a service " + service.name() + " already");
			}
			if (!this.names.claim(service.name(), id, this::live)) {
				throw new NameTaken("A service " + service.name() + " is being created just now");
			}
			this.flows.start(this.flow, id, OnboardingState.initial(service), author + " asked for it");
			return id;
		});
	}

	/** Finds one. */
	public Optional<Onboarding> find(String id) {
		return this.flows.find(this.flow, id).map(this::report);
	}

	/** The newest ones. */
	public List<Onboarding> list(int limit) {
		return this.flows.list(this.flow, "", limit).stream().map(this::report).toList();
	}

	/**
	 * Tries a failed one again, or undoes one that is not over.
	 * @param desire {@code retry} or {@code undo}
	 */
	public void desire(String id, String desire, String actor) {
		this.flows.desire(OnboardingFlow.NAME, id, desire, actor);
	}

	/** What the template shows when the service is there. */
	public Template.Output output(Onboarding onboarding) {
		NewService service = onboarding.service();
		String cloneUrl = this.catalog.find(service.name()).map(Service::cloneUrl).orElse("");
		return this.scaffold.output(service.template(), service.parameters(),
				Map.of(TemplateAction.PUBLISH_REPOSITORY, Map.of("cloneUrl", cloneUrl, "remoteUrl", cloneUrl),
						TemplateAction.CATALOG_REGISTER, Map.of("service", service.name(), "team", service.team())));
	}

	private Onboarding report(FlowView<OnboardingState> view) {
		return OnboardingReport.of(view, this.journal.entries(view.id()));
	}

	private boolean live(String id) {
		return this.flows.find(this.flow, id).filter((found) -> !found.state().over()).isPresent();
	}

	private static void checkNames(Map<String, Object> parameters) {
		Map<String, String> wrong = new LinkedHashMap<>();
		ServiceName.problem(text(parameters, "name")).ifPresent((problem) -> wrong.put("name", problem));
		ServiceName.teamProblem(text(parameters, "team")).ifPresent((problem) -> wrong.put("team", problem));
		if (!wrong.isEmpty()) {
			throw new InvalidParameters(wrong);
		}
	}

	private static NewService service(Rendering rendering, OnFailure onFailure, String author) {
		Map<String, Object> parameters = rendering.parameters();
		return new NewService(text(parameters, "name"), text(parameters, "team"), text(parameters, "description"),
				rendering.template().id(), parameters, author, onFailure, stages(rendering));
	}

	/**
	 * What the template's steps ask for; a repository and an entry in the catalog always.
	 */
	static List<Stage> stages(Rendering rendering) {
		List<Stage> stages = new ArrayList<>(List.of(Stage.VALIDATE, Stage.RENDER, Stage.REPOSITORY));
		boolean pipeline = asks(rendering, TemplateAction.PIPELINE_CREATE);
		if (pipeline) {
			stages.add(Stage.PIPELINE);
		}
		if (asks(rendering, TemplateAction.ENVIRONMENTS_PREPARE)) {
			stages.add(Stage.NAMESPACES);
			if (rendering.steps().stream().anyMatch(Onboardings::asksForDatabase)) {
				stages.add(Stage.DATABASES);
			}
		}
		stages.add(Stage.CATALOG);
		if (pipeline) {
			stages.add(Stage.BUILD);
		}
		return stages;
	}

	private static boolean asks(Rendering rendering, TemplateAction action) {
		return rendering.steps().stream().anyMatch((step) -> step.action() == action);
	}

	private static boolean asksForDatabase(Rendering.PlannedStep step) {
		String database = String.valueOf(step.input().getOrDefault("database", ""));
		return step.action() == TemplateAction.ENVIRONMENTS_PREPARE && !database.isEmpty() && !database.equals("false");
	}

	private static String text(Map<String, Object> parameters, String name) {
		return (parameters.get(name) instanceof String text) ? text : "";
	}

	/** Runs something in a transaction. */
	public interface Transactions {

		/** Commits when the work returns, rolls back when it throws. */
		<T> T run(Supplier<T> work);

	}

}
