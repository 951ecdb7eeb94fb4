package dev.slipway.runner;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The conditions of {@code post}, in the order of the ordinals that Jenkins gives them.
 * Each is decided just before it would run, by the result so far: what a condition does
 * to the result counts for those after it.
 */
final class DeclarativePost {

	private static final List<String> ORDER = List.of("always", "changed", "fixed", "regression", "aborted", "success",
			"unsuccessful", "unstable", "failure", "notBuilt", "cleanup");

	/** They compare whole builds, also in the post of a stage. */
	private static final Set<String> COMPARING = Set.of("changed", "fixed", "regression");

	private final Build build;

	DeclarativePost(Build build) {
		this.build = build;
	}

	/**
	 * Whether any condition of the block holds now.
	 * @param failure of what the block is for; null when there was none
	 * @param result of it so far, which the failure may make worse
	 */
	boolean wanted(Block post, @Nullable Exception failure, Supplier<Result> result) {
		return post.all().stream().anyMatch((one) -> holds(one.name(), failure, result));
	}

	/**
	 * Runs all that hold, also when one of them fails.
	 * @return the first failure, beginning with the given one; null when there was none
	 */
	@Nullable Exception run(Block post, @Nullable Exception failure, Supplier<Result> result) {
		Exception first = failure;
		for (String condition : ORDER) {
			Directive steps = post.find(condition);
			if (steps != null && holds(condition, first, result)) {
				try {
					this.build.in(this.build.context(), steps.code());
				}
				catch (Exception | AssertionError raw) {
					Exception late = Failures.exception(raw);
					this.build.log(
							"Error when executing " + condition + " post condition:\nERROR: " + Failures.message(late));
					this.build.worsen(Failures.result(late));
					first = (first != null) ? first : late;
				}
			}
		}
		return first;
	}

	private boolean holds(String condition, @Nullable Exception failure, Supplier<Result> stage) {
		Result own = COMPARING.contains(condition) ? this.build.result() : stage.get();
		Result result = (failure != null) ? own.worse(Failures.result(failure)) : own;
		Result before = before();
		return switch (condition) {
			case "always", "cleanup" -> true;
			case "changed" -> result != before;
			case "fixed" -> result == Result.SUCCESS && (before == Result.FAILURE || before == Result.UNSTABLE);
			case "regression" -> before != null && result.compareTo(before) > 0;
			case "aborted" -> result == Result.ABORTED;
			case "failure" -> result == Result.FAILURE;
			case "success" -> result == Result.SUCCESS;
			case "unstable" -> result == Result.UNSTABLE;
			case "unsuccessful" -> result != Result.SUCCESS;
			case "notBuilt" -> result == Result.NOT_BUILT;
			default -> false;
		};
	}

	/** How the build before ended; null when there was none. */
	private @Nullable Result before() {
		String name = this.build.request().previous().get("result");
		return Arrays.stream(Result.values()).filter((one) -> one.name().equals(name)).findFirst().orElse(null);
	}

}
