package dev.slipway.runner;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/** Runs something on the {@code agent} that it asks for, with the commit checked out. */
final class DeclarativeAgent {

	private final Build build;

	private final Language language;

	DeclarativeAgent(Build build, Language language) {
		this.build = build;
		this.language = language;
	}

	/**
	 * Runs it there.
	 * @param agent what is asked for; null and {@code none} stay where they are
	 * @param checkout how the commit is checked out
	 */
	@Nullable Object run(@Nullable Directive agent, Checkout checkout, Callable<@Nullable Object> action) throws Exception {
		if (agent == null || "none".equals(agent.value())) {
			return action.call();
		}
		Block wanted = agent.block();
		for (Directive kind : wanted.all()) {
			tell(kind);
		}
		boolean reuse = wanted.all().stream().anyMatch((kind) -> kind.block().flag("reuseNode"));
		if (reuse && this.build.context().directory() != null) {
			return action.call();
		}
		return this.language.call("node", new Object[] { new Action(() -> {
			checkout(checkout);
			return action.call();
		}) });
	}

	private void tell(Directive kind) {
		if (List.of("docker", "dockerfile", "kubernetes").contains(kind.name())) {
			Directive image = kind.block().find("image");
			String what = (image != null) ? image.text() : (kind.value() != null) ? kind.text() : "";
			this.build.log("WARNING: the local runner starts no containers: this runs on this machine, with its own "
					+ "programs, not in " + kind.name() + (what.isEmpty() ? "" : " " + what));
		}
		else if (kind.block().find("customWorkspace") != null) {
			this.build.log("The local runner ignores customWorkspace: each build has its own");
		}
	}

	private void checkout(Checkout how) throws Exception {
		Map<String, String> scm = this.build.request().scm();
		if (how.skip() || !scm.containsKey("url")) {
			return;
		}
		Object[] wanted = { new LinkedHashMap<>(scm) };
		Callable<@Nullable Object> step = () -> this.language.call("checkout", wanted);
		String folder = how.folder();
		Callable<@Nullable Object> inFolder = (folder == null) ? step
				: () -> this.language.call("dir", new Object[] { folder, new Action(step) });
		if (how.stage()) {
			this.build.stage("stage", "Declarative: Checkout SCM", this.build.context(), inFolder);
		}
		else {
			inFolder.call();
		}
	}

	/**
	 * How the commit is checked out.
	 *
	 * @param skip not at all
	 * @param stage as a stage of its own
	 * @param folder into this folder; null for the workspace itself
	 */
	record Checkout(boolean skip, boolean stage, @Nullable String folder) {
	}

}
