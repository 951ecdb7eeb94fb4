package dev.slipway.runner;

import java.util.List;
import java.util.concurrent.Callable;

import hudson.AbortException;
import org.jspecify.annotations.Nullable;

/** Runs {@code pipeline { }}, which {@link DeclarativeSyntax} has validated. */
final class DeclarativePipeline {

	private final Build build;

	private final Language language;

	private boolean begun;

	private boolean posted;

	DeclarativePipeline(Build build, Language language) {
		this.build = build;
		this.language = language;
	}

	void register() {
		this.language.add(Step.block("pipeline", this::pipeline));
	}

	private @Nullable Object pipeline(Call call) throws Exception {
		Block root = Block.read(call.body());
		if (root.find("stages") == null || this.begun) {
			throw new AbortException("A Jenkinsfile has one pipeline { } block, with its directives written in it");
		}
		this.begun = true;
		DeclarativeOptions options = new DeclarativeOptions(this.language, root.inner("options"));
		tell(root, options);
		Callable<@Nullable Object> whole = () -> whole(root, options);
		return options.flag("disableConcurrentBuilds") ? alone(whole) : whole.call();
	}

	/** Post runs in what it is for, or behind it when that could not be entered. */
	private @Nullable Object whole(Block root, DeclarativeOptions options) throws Exception {
		Exception failure = null;
		try {
			for (Directive library : root.inner("libraries").all()) {
				this.language.call("library", new Object[] { library.text() });
			}
			ParameterSteps.define(this.build, root.inner("parameters").all().stream().map(ParameterSteps::of).toList());
			onAgent(root, options);
		}
		catch (Exception | AssertionError ex) {
			failure = Failures.exception(ex);
		}
		if (!this.posted) {
			failure = post(root.inner("post"), failure);
		}
		if (failure != null) {
			throw failure;
		}
		return null;
	}

	/** A build of the same branch is waited for. */
	private @Nullable Object alone(Callable<@Nullable Object> action) throws Exception {
		String name = "builds of " + this.build.env("JOB_NAME") + ", branch " + this.build.env("BRANCH_NAME");
		return this.language.call("lock", new Object[] { name, new Action(action) });
	}

	private void tell(Block root, DeclarativeOptions options) {
		List<String> triggers = root.inner("triggers").all().stream().map(Directive::name).toList();
		if (!triggers.isEmpty()) {
			this.build.log("The local runner ignores triggers (" + String.join(", ", triggers)
					+ "): it builds what is pushed and what is asked for");
		}
		if (!options.ignored().isEmpty()) {
			this.build.log("The local runner ignores the options " + String.join(", ", options.ignored()));
		}
	}

	private @Nullable Object onAgent(Block root, DeclarativeOptions options) throws Exception {
		DeclarativeStages stages = new DeclarativeStages(this.build, this.language, options);
		DeclarativeAgent.Checkout checkout = new DeclarativeAgent.Checkout(options.flag("skipDefaultCheckout"), true,
				options.text("checkoutToSubdirectory"));
		DeclarativeEnvironment environment = new DeclarativeEnvironment(this.build, this.language);
		return new DeclarativeAgent(this.build, this.language).run(root.find("agent"), checkout, () -> environment
			.variables(root, () -> options.around(() -> environment.tools(root, () -> body(root, stages)))));
	}

	private @Nullable Object body(Block root, DeclarativeStages stages) throws Exception {
		Exception failure = null;
		try {
			stages.run(root.inner("stages"));
		}
		catch (Exception | AssertionError ex) {
			failure = Failures.exception(ex);
		}
		failure = post(root.inner("post"), failure);
		if (failure != null) {
			throw failure;
		}
		return null;
	}

	/** Runs it; returns the first failure, beginning with the given one. */
	private @Nullable Exception post(Block post, @Nullable Exception failure) throws Exception {
		this.posted = true;
		DeclarativePost conditions = new DeclarativePost(this.build);
		if (!conditions.wanted(post, failure, this.build::result)) {
			return failure;
		}
		Exception[] first = new Exception[1];
		this.build.stage("stage", "Declarative: Post Actions", this.build.context(), () -> {
			first[0] = conditions.run(post, failure, this.build::result);
			if (failure == null && first[0] != null) {
				this.build.worsenStage(Failures.result(first[0]));
			}
			return null;
		});
		return first[0];
	}

}
