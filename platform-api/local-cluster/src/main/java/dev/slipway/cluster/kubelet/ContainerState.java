package dev.slipway.cluster.kubelet;

import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Meta;

/**
 * The state of a container as the API shows it.
 */
sealed interface ContainerState {

	/** The state as JSON, below its own name. */
	ObjectNode json();

	/**
	 * Not running yet, or not now.
	 *
	 * @param reason such as CrashLoopBackOff
	 * @param message in words, may be empty
	 */
	record Waiting(String reason, String message) implements ContainerState {

		@Override
		public ObjectNode json() {
			ObjectNode node = JsonNodeFactory.instance.objectNode();
			ObjectNode waiting = node.putObject("waiting");
			if (!this.message.isEmpty()) {
				waiting.put("message", this.message);
			}
			waiting.put("reason", this.reason);
			return node;
		}

	}

	/**
	 * Running.
	 *
	 * @param since when it started
	 */
	record Running(Instant since) implements ContainerState {

		@Override
		public ObjectNode json() {
			ObjectNode node = JsonNodeFactory.instance.objectNode();
			node.putObject("running").put("startedAt", Meta.time(this.since));
			return node;
		}

	}

	/**
	 * Ended.
	 *
	 * @param exitCode exit code, 128 + signal if a signal ended it
	 * @param reason such as Completed, Error or OOMKilled
	 * @param message in words, may be empty
	 * @param started when it started
	 * @param finished when it ended
	 */
	record Terminated(int exitCode, String reason, String message, Instant started,
			Instant finished) implements ContainerState {

		@Override
		public ObjectNode json() {
			ObjectNode node = JsonNodeFactory.instance.objectNode();
			ObjectNode ended = node.putObject("terminated").put("exitCode", this.exitCode).put("reason", this.reason);
			if (!this.message.isEmpty()) {
				ended.put("message", this.message);
			}
			ended.put("startedAt", Meta.time(this.started)).put("finishedAt", Meta.time(this.finished));
			return node;
		}

		static Terminated of(JsonNode json) {
			return new Terminated(json.path("exitCode").asInt(), json.path("reason").asText(),
					json.path("message").asText(), Instant.parse(json.path("startedAt").asText()),
					Instant.parse(json.path("finishedAt").asText()));
		}

	}

}
