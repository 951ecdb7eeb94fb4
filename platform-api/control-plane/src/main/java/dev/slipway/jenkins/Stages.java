package dev.slipway.jenkins;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import dev.slipway.pipeline.BuildStage;
import dev.slipway.pipeline.BuildStatus;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a run, in the order of starting.
 *
 * @param nodes the stages
 * @param nested whether Jenkins says which stage is in which: without the plugin
 * pipeline-graph-view it does not, and leaves the branches of parallels out
 */
public record Stages(List<Node> nodes, boolean nested) {

	public Stages {
		nodes = nodes.stream().sorted(Comparator.comparingInt(Node::id)).toList();
	}

	/**
	 * A stage as Jenkins tells of it.
	 *
	 * @param id the number of its first node, which grows in the order of starting
	 * @param parent the stage around it
	 * @param branch whether it is a branch of a parallel
	 * @param name as the Jenkinsfile says
	 * @param state Jenkins's word, of either plugin
	 * @param startedAt when it began
	 * @param duration null while it runs
	 * @param message why it failed, when Jenkins says
	 */
	public record Node(int id, @Nullable Integer parent, boolean branch, String name, String state, Instant startedAt,
			@Nullable Duration duration, @Nullable String message) {

		private @Nullable Instant endedAt() {
			return (this.duration != null) ? this.startedAt.plus(this.duration) : null;
		}

	}

	/**
	 * In the platform's words.
	 * @param running whether the run goes on; when it has ended, so has each stage
	 * @param end when it ended, or now
	 */
	public List<BuildStage> asStages(boolean running, Instant end) {
		List<BuildStage> stages = new ArrayList<>();
		Map<String, Instant> failedUntil = new HashMap<>();
		for (Node node : this.nodes) {
			BuildStatus status = status(node.state(), running);
			String message = node.message();
			Instant endedAt = node.endedAt();
			if (!this.nested && message != null && failed(status)) {
				Instant before = failedUntil.putIfAbsent(message, (endedAt != null) ? endedAt : node.startedAt());
				if (before != null && !node.startedAt().isBefore(before)) {
					status = BuildStatus.SKIPPED; // the flat list gives what follows a
													// failure the same failure
					message = null;
				}
			}
			boolean over = status.ended();
			stages.add(new BuildStage(node.id(), node.parent(), node.branch() ? "branch" : "stage", node.name(), status,
					node.startedAt(), over ? ((endedAt != null) ? endedAt : end) : null, message, 0));
		}
		return stages;
	}

	private static boolean failed(BuildStatus status) {
		return status == BuildStatus.FAILURE || status == BuildStatus.ABORTED;
	}

	private static BuildStatus status(String state, boolean running) {
		return switch (state.toLowerCase(Locale.ROOT)) {
			case "success" -> BuildStatus.SUCCESS;
			case "unstable" -> BuildStatus.UNSTABLE;
			case "failure", "failed" -> BuildStatus.FAILURE;
			case "aborted" -> BuildStatus.ABORTED;
			case "skipped", "not_built", "not_executed" -> BuildStatus.SKIPPED;
			default -> running ? BuildStatus.RUNNING : BuildStatus.ABORTED;
		};
	}

	/** The same, with the messages that the other list has for the same stages. */
	public Stages explainedBy(Stages flat) {
		Map<Integer, String> messages = new HashMap<>();
		for (Node node : flat.nodes()) {
			if (node.message() != null) {
				messages.put(node.id(), node.message());
			}
		}
		return new Stages(this.nodes.stream()
			.map((node) -> new Node(node.id(), node.parent(), node.branch(), node.name(), node.state(),
					node.startedAt(), node.duration(),
					(node.message() != null) ? node.message() : messages.get(node.id())))
			.toList(), this.nested);
	}

	/**
	 * The innermost stage that made the run end as it did: the first to fail, and in it
	 * the first again.
	 */
	public static Optional<BuildStage> innermost(List<BuildStage> stages, BuildStatus result) {
		Optional<BuildStage> found = first(stages, null, result);
		Optional<BuildStage> inner = found;
		while (inner.isPresent()) {
			found = inner;
			inner = first(stages, inner.get().id(), result);
		}
		return found;
	}

	private static Optional<BuildStage> first(List<BuildStage> stages, @Nullable Integer parent, BuildStatus result) {
		return stages.stream()
			.filter((stage) -> Objects.equals(stage.parent(), parent) && stage.status() == result)
			.min(Comparator.comparing(BuildStage::startedAt).thenComparing(BuildStage::id));
	}

}
