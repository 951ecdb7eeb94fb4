package dev.slipway.cluster.kubelet;

import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What the kubelet must remember of a container over its own death.
 *
 * @param phase how far the last attempt came
 * @param attempt number of the last attempt to run it
 * @param restarts restarts so far
 * @param endsInARow ends since the last long run
 * @param pid process of the attempt, 0 before it is known
 * @param startTicks start time of that process
 * @param boot boot of the machine in which it started
 * @param startedAt when the attempt began
 * @param imageId digest of the image
 * @param cause why the kubelet itself ends the process, empty if it does not
 * @param ended the end of the attempt
 * @param last the end of the attempt before
 */
record ContainerRecord(Phase phase, int attempt, int restarts, int endsInARow, long pid, long startTicks, String boot,
		Instant startedAt, String imageId, String cause, ContainerState.@Nullable Terminated ended,
		ContainerState.@Nullable Terminated last) {

	static final ContainerRecord NEW = new ContainerRecord(Phase.WAITING, 0, 0, 0, 0, 0, "", Instant.EPOCH, "", "",
			null, null);

	/**
	 * How far an attempt came.
	 */
	enum Phase {

		/** No attempt is under way. */
		WAITING,
		/** A fork may or may not have happened. */
		INTENT,
		/** The process is known. */
		RUNNING,
		/** The end is known. */
		ENDED

	}

	/** Before the fork. */
	ContainerRecord intent(Instant now, String image) {
		return new ContainerRecord(Phase.INTENT, this.attempt + 1, this.restarts, this.endsInARow, 0, 0,
				ProcFs.bootId(), now, image, "", null, this.last);
	}

	/** After the fork. */
	ContainerRecord running(ContainerProcess process) {
		return new ContainerRecord(Phase.RUNNING, this.attempt, this.restarts, this.endsInARow, process.pid(),
				process.startTicks(), this.boot, this.startedAt, this.imageId, this.cause, null, this.last);
	}

	/** Before the kubelet ends the process by itself. */
	ContainerRecord because(String reason) {
		return new ContainerRecord(this.phase, this.attempt, this.restarts, this.endsInARow, this.pid, this.startTicks,
				this.boot, this.startedAt, this.imageId, reason, this.ended, this.last);
	}

	/** After the end. */
	ContainerRecord ended(ContainerState.Terminated end, boolean forgetEarlier) {
		return new ContainerRecord(Phase.ENDED, this.attempt, this.restarts, (forgetEarlier ? 0 : this.endsInARow) + 1,
				0, 0, this.boot, this.startedAt, this.imageId, "", end, this.last);
	}

	/** When it shall run once more. */
	ContainerRecord again() {
		return new ContainerRecord(Phase.WAITING, this.attempt, this.restarts + 1, this.endsInARow, 0, 0, this.boot,
				this.startedAt, this.imageId, "", null, this.ended);
	}

	/** The attempt has not happened and never will. */
	ContainerRecord neverRan() {
		return new ContainerRecord(Phase.WAITING, this.attempt, this.restarts, this.endsInARow, 0, 0, this.boot,
				this.startedAt, this.imageId, "", null, this.last);
	}

	ObjectNode json() {
		ObjectNode node = JsonNodeFactory.instance.objectNode()
			.put("phase", this.phase.name())
			.put("attempt", this.attempt)
			.put("restarts", this.restarts)
			.put("endsInARow", this.endsInARow)
			.put("pid", this.pid)
			.put("startTicks", this.startTicks)
			.put("boot", this.boot)
			.put("startedAt", this.startedAt.toString())
			.put("imageId", this.imageId)
			.put("cause", this.cause);
		if (this.ended != null) {
			node.set("ended", this.ended.json().path("terminated"));
		}
		if (this.last != null) {
			node.set("last", this.last.json().path("terminated"));
		}
		return node;
	}

	static ContainerRecord of(JsonNode node) {
		return new ContainerRecord(Phase.valueOf(node.path("phase").asText()), node.path("attempt").asInt(),
				node.path("restarts").asInt(), node.path("endsInARow").asInt(), node.path("pid").asLong(),
				node.path("startTicks").asLong(), node.path("boot").asText(),
				Instant.parse(node.path("startedAt").asText()), node.path("imageId").asText(),
				node.path("cause").asText(), end(node.get("ended")), end(node.get("last")));
	}

	private static ContainerState.@Nullable Terminated end(@Nullable JsonNode node) {
		return (node == null) ? null : ContainerState.Terminated.of(node);
	}

}
