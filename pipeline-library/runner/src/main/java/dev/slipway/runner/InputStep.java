package dev.slipway.runner;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code input}, and the directive: a person decides whether the build goes on.
 */
final class InputStep {

	private final Build build;

	private final Set<String> ids = new HashSet<>();

	InputStep(Build build) {
		this.build = build;
	}

	void register(Language language) {
		language.add(Step.simple("input", this::input, "message", "id", "ok", "submitter", "submitterParameter",
				"parameters"));
	}

	private @Nullable Object input(Call call) throws Exception {
		Question question = new Question(call.text("message", "Proceed or Abort?"), call.text("id", ""),
				call.text("ok", "Proceed"), call.text("submitter", ""), call.text("submitterParameter", ""),
				ParameterSteps.definitions(call.value("parameters")));
		Map<String, Object> values = ask(question);
		if (values.isEmpty()) {
			return null;
		}
		return (values.size() == 1) ? values.values().iterator().next() : values;
	}

	/** The directive of a stage: what was given becomes variables of its environment. */
	Map<String, String> directive(Block input) throws Exception {
		List<ParameterSteps.Definition> parameters = input.inner("parameters")
			.all()
			.stream()
			.map(ParameterSteps::of)
			.toList();
		Question question = new Question(text(input, "message", ""), text(input, "id", ""),
				text(input, "ok", "Proceed"), text(input, "submitter", ""), text(input, "submitterParameter", ""),
				parameters);
		Map<String, String> variables = new LinkedHashMap<>();
		ask(question).forEach((name, value) -> variables.put(name, value.toString()));
		return variables;
	}

	private static String text(Block input, String name, String otherwise) {
		Directive found = input.find(name);
		return (found != null) ? found.text() : otherwise;
	}

	private Map<String, Object> ask(Question question) throws Exception {
		String id = id(question.id());
		Context context = this.build.context();
		Runnable ask = () -> this.build.events()
			.send("input-start", "id", id, "stage", context.stage(), "message", question.message(), "ok", question.ok(),
					"submitter", question.submitter(), "parameters",
					question.parameters().stream().map(ParameterSteps.Definition::event).toList());
		this.build.log("Input requested: " + question.message() + " (" + question.ok() + " or Abort)");
		Map<?, ?> answer;
		try {
			answer = this.build.waits().await(id, context.scope(), ask);
		}
		finally {
			this.build.events().send("input-end", "id", id);
		}
		Object refused = answer.get("refused");
		if (refused != null) {
			throw new StepFailure(refused.toString(), null, "Make the input smaller, commit and push");
		}
		String actor = String.valueOf(answer.get("actor"));
		if (!Boolean.TRUE.equals(answer.get("proceed"))) {
			throw new FlowInterruptedException("Rejected by " + actor);
		}
		this.build.log("Approved by " + actor);
		return values(question, answer, actor);
	}

	private Map<String, Object> values(Question question, Map<?, ?> answer, String actor) throws Exception {
		Map<?, ?> given = (answer.get("parameters") instanceof Map<?, ?> map) ? map : Map.of();
		Map<String, Object> values = new LinkedHashMap<>();
		for (ParameterSteps.Definition one : question.parameters()) {
			Object value = given.get(one.name());
			if (one.type().equals("password") && value != null) {
				this.build.masker().add(value.toString());
			}
			values.put(one.name(), one.typed((value != null) ? value.toString() : one.value()));
		}
		if (!question.submitterParameter().isEmpty()) {
			values.put(question.submitterParameter(), actor);
		}
		return values;
	}

	/** As given; a second one of the same id, in a loop, gets a number. */
	private synchronized String id(String given) {
		String base = given.isEmpty() ? "Input-" + this.build.waits().number() : given;
		String id = base;
		for (int i = 2; !this.ids.add(id); i++) {
			id = base + "-" + i;
		}
		return id;
	}

	private record Question(String message, String id, String ok, String submitter, String submitterParameter,
			List<ParameterSteps.Definition> parameters) {
	}

}
