package dev.slipway.console.services;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.console.services.Views.Failure;
import dev.slipway.console.services.Views.Stage;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a build as a picture: one after another in lanes, branches that run at
 * the same time below each other.
 *
 * @param lanes in the order of starting
 */
record StageGraph(List<Lane> lanes) {

	private static final String BRANCH = "branch";

	/** Arranges stages, which come in the order of starting. */
	static StageGraph of(List<Stage> stages) {
		Map<Integer, List<Stage>> inside = new LinkedHashMap<>();
		List<Stage> top = new ArrayList<>();
		Map<Integer, Stage> known = new LinkedHashMap<>();
		for (Stage stage : stages) {
			Integer parent = stage.parent();
			if (parent != null && known.containsKey(parent)) {
				inside.computeIfAbsent(parent, (id) -> new ArrayList<>()).add(stage);
			}
			else {
				top.add(stage);
			}
			known.put(stage.id(), stage);
		}
		return new StageGraph(lanes(top, inside));
	}

	/** Branches that stand together run at the same time. */
	private static List<Lane> lanes(List<Stage> stages, Map<Integer, List<Stage>> inside) {
		List<Lane> lanes = new ArrayList<>();
		List<Node> together = new ArrayList<>();
		for (Stage stage : stages) {
			Node node = new Node(stage, lanes(inside.getOrDefault(stage.id(), List.of()), inside));
			if (BRANCH.equals(stage.kind())) {
				together.add(node);
				continue;
			}
			close(together, lanes);
			lanes.add(new Lane(List.of(node)));
		}
		close(together, lanes);
		return lanes;
	}

	private static void close(List<Node> together, List<Lane> lanes) {
		if (!together.isEmpty()) {
			lanes.add(new Lane(List.copyOf(together)));
			together.clear();
		}
	}

	/** The stage that a failure speaks of: of several of that name one that failed. */
	static @Nullable Stage failed(List<Stage> stages, @Nullable Failure failure) {
		Stage found = null;
		for (Stage stage : stages) {
			boolean bad = "FAILURE".equals(stage.status()) || "ABORTED".equals(stage.status())
					|| "UNSTABLE".equals(stage.status());
			boolean named = failure != null && stage.name().equals(failure.stage());
			if (bad && (named || failure == null || failure.stage() == null)) {
				found = stage;
			}
		}
		return found;
	}

	/**
	 * What runs at the same time.
	 *
	 * @param nodes below each other
	 */
	record Lane(List<Node> nodes) {

		public boolean parallel() {
			return this.nodes.size() > 1;
		}

	}

	/**
	 * A stage.
	 *
	 * @param stage which one
	 * @param lanes what is inside of it
	 */
	record Node(Stage stage, List<Lane> lanes) {

		public boolean leaf() {
			return this.lanes.isEmpty();
		}

	}

}
