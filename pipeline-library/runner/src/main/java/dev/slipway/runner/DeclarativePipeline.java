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
		for (Directive library : root.inner("libraries").all()) {
			this.language.call("library", new Object[] { library.text() });
		}
		ParameterSteps.define(this.build, root.inner("parameters").all().stream().map(ParameterSteps::of).toList());
		DeclarativeOptions options = new DeclarativeOptions(this.language, root.inner("options"));
		tell(root, options);
		Callable<@Nullable Object> whole = () -> options.around(() -> onAgent(root, options));
		return options.flag("disableConcurrentBuilds") ? alone(whole) : whole.call();
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
		return new DeclarativeAgent(this.build, this.language).run(root.find("agent"), checkout,
				() -> new DeclarativeEnvironment(this.build, this.language).run(root, () -> body(root, stages)));
	}

	private @Nullable Object body(Block root, DeclarativeStages stages) throws Exception {
		Exception failure = null;
		try {
			stages.run(root.inner("stages"));
		}
		catch (Exception ex) {
			failure = ex;
		}
		Result result = (failure != null) ? this.build.result().worse(Failures.result(failure)) : this.build.result();
		Exception late = post(root.inner("post"), result);
		Exception thrown = (failure != null) ? failure : late;
		if (thrown != null) {
			throw thrown;
		}
		return null;
	}

	private @Nullable Exception post(Block post, Result result) throws Exception {
		DeclarativePost conditions = new DeclarativePost(this.build);
		if (!conditions.wanted(post, result)) {
			return null;
		}
		Exception[] failure = new Exception[1];
		this.build.stage("stage", "Declarative: Post Actions", this.build.context(), () -> {
			failure[0] = conditions.run(post, result);
			if (failure[0] != null) {
				this.build.worsenStage(Failures.result(failure[0]));
			}
			return null;
		});
		return failure[0];
	}

}
