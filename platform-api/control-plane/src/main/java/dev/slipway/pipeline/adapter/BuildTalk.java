package dev.slipway.pipeline.adapter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildInput;
import dev.slipway.pipeline.BuildInput.Answer;
import dev.slipway.pipeline.BuildInput.Parameter;
import dev.slipway.pipeline.BuildListener;
import dev.slipway.pipeline.BuildStore;
import org.jspecify.annotations.Nullable;

/**
 * What one running build asks the platform for and is answered: inputs, locks,
 * milestones, and its place while it only waits.
 */
final class BuildTalk {

	/** Who ended an input that nobody answered. */
	private static final String SERVER = "the build server";

	private final Build build;

	private final RunningBuild hold;

	private final BuildStore store;

	private final BuildListener listener;

	private final BuildLocks locks;

	private final Pauses pauses;

	/** The inputs that wait, by their ids. */
	private final Map<String, BuildInput> open = new LinkedHashMap<>();

	BuildTalk(Build build, RunningBuild hold, BuildStore store, BuildListener listener, BuildLocks locks,
			Pauses pauses) {
		this.build = build;
		this.hold = hold;
		this.store = store;
		this.listener = listener;
		this.locks = locks;
		this.pauses = pauses;
	}

	/** Takes an event of the runner, if it is one of these. */
	void read(JsonNode event, Instant at) {
		String id = event.path("id").asText();
		switch (event.path("event").asText()) {
			case "input-start" -> asked(input(event, id, at));
			case "input-end" -> close(id, at);
			case "lock-start" ->
				this.locks.lock(
						event.path("resource").asText(), new BuildLocks.Claim(name(), id,
								() -> answer(id, true, Map.of()), () -> answer(id, false, Map.of())),
						event.path("skipIfLocked").asBoolean());
			case "lock-end" -> this.locks.unlock(event.path("resource").asText(), name(), id);
			case "milestone" -> milestone(id, event.path("ordinal").asLong());
			case "idle" -> idle();
			case "busy" -> this.pauses.work();
			default -> {
				// the recorder's
			}
		}
	}

	private String name() {
		return this.build.service() + "/" + this.build.number();
	}

	private void milestone(String id, long ordinal) {
		if (this.hold.aborted() != null) {
			return; // its service may be gone
		}
		int newer = this.locks.pass(this.build.service(), this.build.request().branch(), ordinal, this.build.number());
		answer(id, newer == 0, Map.of("reason", "Superseded by build #" + newer + ", which passed this milestone"));
	}

	private boolean answer(String id, boolean proceed, Map<String, ?> more) {
		Map<String, Object> command = new LinkedHashMap<>(more);
		command.put("command", "answer");
		command.put("id", id);
		command.put("proceed", proceed);
		return this.hold.tell(command);
	}

	/** The runner waits; what was answered meanwhile needs no rest, it works at once. */
	private synchronized void idle() {
		if (!this.open.isEmpty() || this.locks.waits(name())) {
			this.pauses.rest();
		}
	}

	private synchronized void asked(BuildInput input) {
		String refusal = InputSize.refusal(input);
		if (refusal != null) {
			answer(input.id(), false, Map.of("refused", refusal));
			return;
		}
		save(input);
		this.open.put(input.id(), input);
	}

	private void save(BuildInput input) {
		this.store.saveInput(this.build.service(), this.build.number(), input);
		this.listener.input(this.build, input);
	}

	/**
	 * A person decides. It is written down before the build goes on by it.
	 * @return false when nothing of that id waits any more
	 */
	synchronized boolean answered(String id, boolean proceed, Map<String, String> parameters, Answer answer) {
		BuildInput input = this.open.get(id);
		if (input == null || this.hold.aborted() != null) {
			return false;
		}
		save(input.answered(answer));
		if (!answer(id, proceed, Map.of("parameters", parameters, "actor", answer.actor()))) {
			close(id, answer.at());
			return false;
		}
		this.open.remove(id);
		return true;
	}

	/** The runner waits no more: a time-out, a failed branch or an abort. */
	private synchronized void close(String id, Instant at) {
		BuildInput input = this.open.remove(id);
		if (input != null) {
			save(input.answered(new Answer(false, SERVER, at)));
		}
	}

	/** The build has ended, however it did. */
	synchronized void end(Instant at) {
		this.locks.unlock(name());
		for (String id : List.copyOf(this.open.keySet())) {
			close(id, at);
		}
	}

	/** Closes what a stop of the platform left open. */
	static void cutOff(BuildStore store, Build build, Instant now) {
		for (BuildInput input : store.inputs(build.service(), build.number())) {
			if (input.answer() == null) {
				store.saveInput(build.service(), build.number(), input.answered(new Answer(false, SERVER, now)));
			}
		}
	}

	private static BuildInput input(JsonNode event, String id, Instant at) {
		List<Parameter> parameters = new ArrayList<>();
		for (JsonNode one : event.path("parameters")) {
			List<String> choices = new ArrayList<>();
			one.path("choices").forEach((choice) -> choices.add(choice.asText()));
			parameters.add(new Parameter(one.path("name").asText(), one.path("type").asText(),
					one.path("description").asText(), text(one, "value"), choices));
		}
		return new BuildInput(id, event.path("message").asText(), event.path("ok").asText(), parameters,
				submitters(event.path("submitter").asText()), at, null);
	}

	private static Set<String> submitters(String list) {
		return Arrays.stream(list.split(","))
			.map(String::trim)
			.filter((name) -> !name.isEmpty())
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	private static @Nullable String text(JsonNode node, String field) {
		return node.hasNonNull(field) ? node.get(field).asText() : null;
	}

	/** What a build gives up while it only waits. */
	interface Pauses {

		void rest();

		void work();

	}

}
