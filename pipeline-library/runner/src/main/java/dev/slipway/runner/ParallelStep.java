package dev.slipway.runner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import groovy.lang.Closure;
import hudson.AbortException;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jspecify.annotations.Nullable;

/** The step {@code parallel}: each branch on a thread of its own. */
final class ParallelStep {

	private final Build build;

	ParallelStep(Build build) {
		this.build = build;
	}

	void register(Language language) {
		language.add(new Step("parallel", "branches", Set.of("branches"), false, true, this::parallel));
	}

	private Object parallel(Call call) throws Exception {
		if (!(call.value("branches") instanceof Map<?, ?> branches)) {
			throw new AbortException("The step 'parallel' needs a map of branches");
		}
		Map<String, Callable<@Nullable Object>> actions = new LinkedHashMap<>();
		for (Map.Entry<?, ?> entry : branches.entrySet()) {
			String name = String.valueOf(entry.getKey());
			if (!name.equals("failFast")) {
				Closure<?> block = block(name, entry.getValue());
				actions.put(name, () -> this.build.stage("branch", name, this.build.context(), block::call));
			}
		}
		return run(actions, Boolean.TRUE.equals(branches.get("failFast")));
	}

	/**
	 * Runs all at once and waits for all.
	 * @param failFast whether the first that fails ends the others
	 */
	Map<String, Object> run(Map<String, Callable<@Nullable Object>> branches, boolean failFast) throws Exception {
		Context outer = this.build.context();
		Map<String, Object> results = new ConcurrentHashMap<>();
		List<Throwable> failures = new ArrayList<>();
		List<Scope> scopes = new ArrayList<>();
		Map<Thread, Scope> threads = new LinkedHashMap<>();
		AtomicInteger left = new AtomicInteger(branches.size());
		branches.forEach((name, action) -> {
			Scope scope = new Scope(outer.scope());
			scopes.add(scope);
			threads.put(new Thread(() -> {
				try {
					Object value = this.build.call(outer.inScope(scope), action);
					if (value != null) {
						results.put(name, value);
					}
				}
				catch (Throwable failure) {
					failed(name, failure, failures, failFast ? scopes : List.of());
				}
				finally {
					if (left.decrementAndGet() > 0) {
						this.build.waits().branchEnded();
					}
				}
			}, "branch " + name), scope);
		});
		if (branches.isEmpty()) {
			return Map.of();
		}
		this.build.waits().branchesStart(threads.size());
		threads.keySet().forEach(Thread::start);
		join(threads);
		if (!failures.isEmpty()) {
			throw sneaky(failures.get(0));
		}
		return results;
	}

	private static Closure<?> block(String name, @Nullable Object value) throws AbortException {
		if (value instanceof Closure<?> closure) {
			return closure;
		}
		throw new AbortException("The branch '" + name + "' of the step 'parallel' is not a block { }");
	}

	private static void failed(String name, Throwable failure, List<Throwable> failures, List<Scope> siblings) {
		synchronized (failures) {
			failures.add(Failures.unwrap(failure));
		}
		siblings
			.forEach((sibling) -> sibling.cancel(new FailFast("Failed in branch " + name + ", which has failFast")));
	}

	/** Another branch failed: what is ended for that does not make the build's result. */
	static final class FailFast extends FlowInterruptedException {

		private static final long serialVersionUID = 1L;

		FailFast(String message) {
			super(message);
		}

	}

	private static void join(Map<Thread, Scope> threads) throws InterruptedException {
		for (Map.Entry<Thread, Scope> entry : threads.entrySet()) {
			entry.getKey().join();
			entry.getValue().close();
		}
	}

	private static Exception sneaky(Throwable failure) {
		if (failure instanceof Error error) {
			throw error;
		}
		return (Exception) failure;
	}

}
