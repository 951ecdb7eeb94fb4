package dev.slipway.pipeline.web;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.slipway.access.AccessDenied;
import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.Problem;
import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildInput;
import dev.slipway.pipeline.BuildInput.Answer;
import dev.slipway.pipeline.BuildInput.Parameter;
import dev.slipway.pipeline.BuildServer;
import dev.slipway.pipeline.BuildStore;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The questions that builds put to people, and their answers. */
@RestController
@Tag(name = "Builds")
@RequestMapping("/api/v1/services/{service}/builds/{number}/inputs")
class BuildInputsController {

	private static final int LONGEST = 8000;

	private final BuildAccess access;

	private final BuildServer server;

	private final BuildStore store;

	BuildInputsController(BuildAccess access, BuildServer server, BuildStore store) {
		this.access = access;
		this.server = server;
		this.store = store;
	}

	@GetMapping
	@Operation(summary = "What the build asks or asked of people, in the order of asking",
			description = "mayAnswer tells whether the caller may; answer is missing while the build waits.")
	List<InputView> list(Actor actor, @PathVariable String service, @PathVariable int number) {
		Build build = this.access.build(actor, service, number);
		return this.store.inputs(service, number).stream().map((input) -> InputView.of(actor, build, input)).toList();
	}

	@PostMapping("/{id}/proceed")
	@Operation(summary = "Lets the build go on",
			description = "parameters are the values for what the input asks for; defaults stand for missing ones.")
	InputView proceed(Actor actor, @PathVariable String service, @PathVariable int number, @PathVariable String id,
			@RequestBody(required = false) @Nullable Answered answered) {
		Map<String, String> given = (answered != null && answered.parameters() != null) ? answered.parameters()
				: Map.of();
		return answer(actor, service, number, id, true, given);
	}

	@PostMapping("/{id}/abort")
	@Operation(summary = "Refuses, which ends the build")
	InputView refuse(Actor actor, @PathVariable String service, @PathVariable int number, @PathVariable String id) {
		return answer(actor, service, number, id, false, Map.of());
	}

	private InputView answer(Actor actor, String service, int number, String id, boolean proceed,
			Map<String, String> given) {
		Build build = this.access.build(actor, service, number);
		actor.require(Role.DEVELOPER, build.team());
		BuildInput input = input(service, number, id);
		if (!mayAnswer(actor, build.team(), input.submitters())) {
			throw new AccessDenied(actor.name() + " is none of those who may answer this: "
					+ String.join(", ", new TreeSet<>(input.submitters())));
		}
		Map<String, String> values = proceed ? values(input, given) : Map.of();
		if (input.answer() != null || !this.server.answer(service, number, id, proceed, values, actor.name())) {
			throw Problem.conflict("Build " + service + " #" + number + " waits for this no more")
				.remedy("Look at the build again: it was answered, or has ended");
		}
		return InputView.of(actor, build, input(service, number, id));
	}

	private BuildInput input(String service, int number, String id) {
		return this.store.inputs(service, number)
			.stream()
			.filter((one) -> one.id().equals(id))
			.findFirst()
			.orElseThrow(() -> Problem.notFound("Input '" + id + "' of build " + service + " #" + number));
	}

	/** Names and roles may stand there; a role stands for those above it too. */
	static boolean mayAnswer(Actor actor, String team, Set<String> submitters) {
		if (!actor.may(Role.DEVELOPER, team)) {
			return false;
		}
		return submitters.isEmpty() || actor.role() == Role.ADMIN || submitters.contains(actor.name())
				|| submitters.stream().anyMatch((name) -> holds(actor, name));
	}

	private static boolean holds(Actor actor, String name) {
		for (Role role : Role.values()) {
			if (role.name().equalsIgnoreCase(name)) {
				return actor.role().compareTo(role) >= 0;
			}
		}
		return false;
	}

	private static Map<String, String> values(BuildInput input, Map<String, String> given) {
		Map<String, String> values = new HashMap<>();
		for (String name : given.keySet()) {
			if (input.parameters().stream().noneMatch((parameter) -> parameter.name().equals(name))) {
				throw Problem.invalid("parameters." + name, "The build does not ask for '" + name + "'");
			}
		}
		for (Parameter parameter : input.parameters()) {
			String value = given.getOrDefault(parameter.name(), parameter.value());
			if (value != null) {
				check(parameter, value);
				values.put(parameter.name(), value);
			}
		}
		return values;
	}

	private static void check(Parameter parameter, String value) {
		String field = "parameters." + parameter.name();
		if (value.length() > LONGEST) {
			throw Problem.invalid(field, "At most " + LONGEST + " characters");
		}
		if (!parameter.choices().isEmpty() && !parameter.choices().contains(value)) {
			throw Problem.invalid(field, "Choose one of " + String.join(", ", parameter.choices()));
		}
		if (parameter.type().equals("boolean") && !value.equals("true") && !value.equals("false")) {
			throw Problem.invalid(field, "Write true or false");
		}
	}

	/**
	 * What a person says.
	 *
	 * @param parameters values by name
	 */
	record Answered(@Nullable Map<String, String> parameters) {
	}

	/**
	 * An input as JSON.
	 *
	 * @param mayAnswer whether who asks may answer it
	 * @param answer missing while the build waits
	 */
	@Schema(name = "BuildInput")
	record InputView(String id, String message, String proceedLabel, List<Parameter> parameters,
			List<String> submitters, Instant askedAt, boolean mayAnswer, @Nullable Answer answer) {

		static InputView of(Actor actor, Build build, BuildInput input) {
			return new InputView(input.id(), input.message(), input.proceedLabel(), input.parameters(),
					input.submitters().stream().sorted().toList(), input.askedAt(),
					input.answer() == null && !build.status().ended()
							&& BuildInputsController.mayAnswer(actor, build.team(), input.submitters()),
					input.answer());
		}

	}

}
