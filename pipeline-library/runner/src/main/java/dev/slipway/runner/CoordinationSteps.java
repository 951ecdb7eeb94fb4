package dev.slipway.runner;

import java.util.Map;

import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jspecify.annotations.Nullable;

/** The steps that look at other builds: lock, milestone, and build, which is refused. */
final class CoordinationSteps {

	private final Build build;

	CoordinationSteps(Build build) {
		this.build = build;
	}

	void register(Language language) {
		language.add(Step.block("lock", this::lock, "resource", "inversePrecedence", "skipIfLocked", "reason"));
		language.add(Step.simple("milestone", this::milestone, "ordinal", "label"));
		language.add(Step.simple("build", this::refused, "job", "parameters", "wait", "propagate", "quietPeriod"));
	}

	/** One build at a time, of all that the platform runs, has the lock of a name. */
	private @Nullable Object lock(Call call) throws Exception {
		String resource = call.text("resource");
		String id = "lock-" + this.build.waits().number();
		boolean skip = call.flag("skipIfLocked");
		try {
			Map<?, ?> answer = this.build.waits()
				.await(id, this.build.context().scope(), () -> this.build.events()
					.send("lock-start", "id", id, "resource", resource, "skipIfLocked", skip));
			if (!Boolean.TRUE.equals(answer.get("proceed"))) {
				this.build.log("[" + resource + "] is locked; its block is skipped");
				return null;
			}
			this.build.log("Lock acquired on [" + resource + "]");
			return this.build.in(this.build.context(), call.body());
		}
		finally {
			this.build.events().send("lock-end", "id", id, "resource", resource);
		}
	}

	/** A newer build that has been here ends this one. */
	private @Nullable Object milestone(Call call) throws Exception {
		String id = "milestone-" + this.build.waits().number();
		long ordinal = call.number("ordinal", this.build.waits().milestone());
		Map<?, ?> answer = this.build.waits()
			.await(id, this.build.context().scope(),
					() -> this.build.events().send("milestone", "id", id, "ordinal", ordinal));
		if (!Boolean.TRUE.equals(answer.get("proceed"))) {
			throw new FlowInterruptedException(String.valueOf(answer.get("reason")));
		}
		return null;
	}

	private @Nullable Object refused(Call call) throws Exception {
		throw new StepFailure("The local runner does not start other jobs: build job: '" + call.text("job", "") + "'",
				null,
				"Push to that service's repository, or ask the platform's REST API for its build by withPlatform");
	}

}
