package dev.slipway.runner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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
		boolean failFast = Boolean.TRUE.equals(branches.get("failFast"));
		Context outer = this.build.context();
		Map<String, Object> results = new ConcurrentHashMap<>();
		List<Throwable> failures = new ArrayList<>();
		List<Scope> scopes = new ArrayList<>();
		Map<Thread, Scope> threads = new LinkedHashMap<>();
		for (Map.Entry<?, ?> entry : branches.entrySet()) {
			String name = String.valueOf(entry.getKey());
			if (!name.equals("failFast")) {
				Closure<?> block = block(name, entry.getValue());
				Scope scope = new Scope(outer.scope());
				scopes.add(scope);
				threads.put(new Thread(() -> {
					try {
						Object value = this.build.stage("branch", name, outer.inScope(scope), block);
						if (value != null) {
							results.put(name, value);
						}
					}
					catch (Throwable failure) {
						failed(name, failure, failures, failFast ? scopes : List.of());
					}
				}, "branch " + name), scope);
			}
		}
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
		siblings.forEach((sibling) -> sibling
			.cancel(new FlowInterruptedException("Failed in branch " + name + ", which has failFast")));
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
