package dev.slipway.runner;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** The conditions of {@code post}, in Jenkins's order. */
final class DeclarativePost {

	private static final List<String> ORDER = List.of("always", "changed", "fixed", "regression", "aborted", "failure",
			"success", "unstable", "unsuccessful", "notBuilt", "cleanup");

	private final Build build;

	DeclarativePost(Build build) {
		this.build = build;
	}

	/** Whether any condition of the block holds. */
	boolean wanted(Block post, Result result) {
		return post.all().stream().anyMatch((one) -> holds(one.name(), result));
	}

	/**
	 * Runs all that hold, also when one of them fails.
	 * @return the first failure; null when there was none
	 */
	@Nullable Exception run(Block post, Result result) {
		Exception first = null;
		for (String condition : ORDER) {
			Directive steps = post.find(condition);
			if (steps != null && holds(condition, result)) {
				try {
					this.build.in(this.build.context(), steps.code());
				}
				catch (Exception failure) {
					this.build.log("Error when executing " + condition + " post condition:\nERROR: "
							+ Failures.message(failure));
					this.build.worsen(Failures.result(failure));
					first = (first != null) ? first : failure;
				}
			}
		}
		return first;
	}

	private boolean holds(String condition, Result result) {
		String before = this.build.request().previous().get("result");
		return switch (condition) {
			case "always", "cleanup" -> true;
			case "changed" -> !result.name().equals(before);
			case "fixed" -> result == Result.SUCCESS && ("FAILURE".equals(before) || "UNSTABLE".equals(before));
			case "regression" -> "SUCCESS".equals(before)
					&& (result == Result.FAILURE || result == Result.UNSTABLE || result == Result.ABORTED);
			case "aborted" -> result == Result.ABORTED;
			case "failure" -> result == Result.FAILURE;
			case "success" -> result == Result.SUCCESS;
			case "unstable" -> result == Result.UNSTABLE;
			case "unsuccessful" -> result != Result.SUCCESS;
			case "notBuilt" -> result == Result.NOT_BUILT;
			default -> false;
		};
	}

}
