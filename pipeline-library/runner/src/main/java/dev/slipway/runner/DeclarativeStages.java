package dev.slipway.runner;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/** The stages of a declarative pipeline: one after the other, or at once. */
final class DeclarativeStages {

	private static final String FAILED = "earlier failure(s)";

	private static final String UNSTABLE = "earlier stage(s) marking the build as unstable";

	private static final String CONDITION = "when conditional";

	private final Build build;

	private final Language language;

	private final DeclarativeOptions pipeline;

	private final DeclarativeAgent agents;

	private final DeclarativeEnvironment environment;

	private final DeclarativeWhen when;

	private final DeclarativePost post;

	DeclarativeStages(Build build, Language language, DeclarativeOptions pipeline) {
		this.build = build;
		this.language = language;
		this.pipeline = pipeline;
		this.agents = new DeclarativeAgent(build, language);
		this.environment = new DeclarativeEnvironment(build, language);
		this.when = new DeclarativeWhen(build);
		this.post = new DeclarativePost(build);
	}

	/** Runs stages one after the other; after a failure the rest are told as skipped. */
	@Nullable Object run(Block stages) throws Exception {
		Exception first = null;
		for (Directive stage : stages.all()) {
			boolean unstable = this.pipeline.flag("skipStagesAfterUnstable") && this.build.result() != Result.SUCCESS;
			try {
				stage("stage", stage.text(), stage.block(), (first != null) ? FAILED : unstable ? UNSTABLE : null);
			}
			catch (Exception | AssertionError raw) {
				Exception failure = Failures.exception(raw);
				first = (first != null) ? first : failure;
				if (!this.pipeline.retries()) {
					this.build.worsenBy(failure);
				}
			}
		}
		if (first != null) {
			throw first;
		}
		return null;
	}

	private @Nullable Object stage(String kind, String name, Block block, @Nullable String skip) throws Exception {
		return this.build.stage(kind, name, this.build.context(), () -> {
			if (skip != null) {
				skip(block, skip);
			}
			else {
				enter(block);
			}
			return null;
		});
	}

	private void skip(Block block, String why) throws Exception {
		this.build.skipStage(why);
		for (String list : List.of("stages", "parallel")) {
			for (Directive inner : block.inner(list).all()) {
				stage(list.equals("parallel") ? "branch" : "stage", inner.text(), inner.block(), why);
			}
		}
	}

	/**
	 * Options, then input, agent, when unless it is asked earlier, environment and tools.
	 */
	private void enter(Block block) throws Exception {
		Block conditions = block.inner("when");
		if (conditions.flag("beforeOptions") && !this.when.holds(conditions)) {
			skip(block, CONDITION);
			return;
		}
		DeclarativeOptions options = new DeclarativeOptions(this.language, block.inner("options"));
		options.around(() -> {
			if (!conditions.flag("beforeOptions") && conditions.flag("beforeInput") && !this.when.holds(conditions)) {
				skip(block, CONDITION);
				return null;
			}
			return this.build.call(this.build.context().withEnv(input(block)),
					() -> onAgent(block, conditions, options));
		});
	}

	private @Nullable Object onAgent(Block block, Block conditions, DeclarativeOptions options) throws Exception {
		boolean asked = conditions.flag("beforeOptions") || conditions.flag("beforeInput");
		boolean before = !asked && conditions.flag("beforeAgent");
		if (before && !this.when.holds(conditions)) {
			skip(block, CONDITION);
			return null;
		}
		DeclarativeAgent.Checkout checkout = new DeclarativeAgent.Checkout(
				this.pipeline.flag("skipDefaultCheckout") || options.flag("skipDefaultCheckout"), false,
				this.pipeline.text("checkoutToSubdirectory"));
		return this.agents.run(block.find("agent"), checkout, () -> {
			if (!asked && !before && !this.when.holds(conditions)) {
				skip(block, CONDITION);
				return null;
			}
			return this.environment.run(block, () -> withPost(block, options));
		});
	}

	private @Nullable Object withPost(Block block, DeclarativeOptions options) throws Exception {
		Result before = this.build.result();
		Exception failure = null;
		try {
			contents(block);
		}
		catch (Exception | AssertionError ex) {
			failure = Failures.exception(ex);
		}
		if (failure != null && !options.retries() && !this.pipeline.retries()) {
			this.build.worsenBy(failure);
		}
		failure = this.post.run(block.inner("post"), failure, () -> resultSince(before));
		if (failure != null) {
			throw failure;
		}
		return null;
	}

	/**
	 * The stage's result so far; that of the build counts if it was changed meanwhile.
	 */
	private Result resultSince(Result before) {
		Result own = this.build.stageResult();
		Result whole = this.build.result();
		return (whole != before) ? own.worse(whole) : own;
	}

	private void contents(Block block) throws Exception {
		Directive steps = block.find("steps");
		Directive parallel = block.find("parallel");
		Directive matrix = block.find("matrix");
		boolean failFast = block.flag("failFast") || this.pipeline.flag("parallelsAlwaysFailFast");
		if (steps != null) {
			this.build.in(this.build.context(), steps.code());
		}
		else if (parallel != null) {
			Map<String, Callable<@Nullable Object>> branches = new LinkedHashMap<>();
			for (Directive branch : parallel.block().all()) {
				branches.put(branch.text(), () -> stage("branch", branch.text(), branch.block(), null));
			}
			this.language.parallel().run(branches, failFast);
		}
		else if (matrix != null) {
			matrix(matrix.block(), failFast);
		}
		else {
			run(block.inner("stages"));
		}
	}

	private void matrix(Block matrix, boolean failFast) throws Exception {
		Map<String, Callable<@Nullable Object>> branches = new LinkedHashMap<>();
		for (Map<String, String> cell : DeclarativeMatrix.cells(matrix)) {
			String name = DeclarativeMatrix.title(cell);
			branches.put(name, () -> this.build.call(this.build.context().withEnv(cell),
					() -> stage("branch", name, matrix, null)));
		}
		this.language.parallel().run(branches, failFast);
	}

	/** The variables that a person gave. */
	private Map<String, String> input(Block block) throws Exception {
		Directive input = block.find("input");
		return (input != null) ? this.language.inputs().directive(input.block()) : Map.of();
	}

}
