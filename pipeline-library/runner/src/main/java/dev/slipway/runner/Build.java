package dev.slipway.runner;

import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import groovy.lang.Closure;
import org.jspecify.annotations.Nullable;

/** The build that this program runs: its state, and the context of each thread. */
final class Build {

	/** Never variables of the environment because of a parameter. */
	private static final Pattern RESERVED = Pattern
		.compile("(?i)SLIPWAY_.*|CHANGE_.*|TAG_NAME|BRANCH_NAME|GIT_.*|PATH|HOME|LD_.*|JAVA_TOOL_OPTIONS");

	private final Request request;

	private final Events events;

	private final Masker masker;

	private final Scope scope = new Scope(null);

	private final Context root;

	private final ThreadLocal<Context> contexts;

	private final Map<String, String> env = new ConcurrentHashMap<>();

	private final Map<Throwable, String> failedIn = Collections.synchronizedMap(new IdentityHashMap<>());

	private final Map<String, Result> running = new ConcurrentHashMap<>();

	private final Map<String, String> skipped = new ConcurrentHashMap<>();

	private final Map<String, Object> params = Collections.synchronizedMap(new LinkedHashMap<>());

	private final Waits waits;

	private final AtomicInteger stages = new AtomicInteger();

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "timeouts");
		thread.setDaemon(true);
		return thread;
	});

	private volatile Result result = Result.SUCCESS;

	Build(Request request, Events events, Masker masker) {
		this.request = request;
		this.events = events;
		this.masker = masker;
		this.root = new Context(null, null, null, Map.of(), this.scope);
		this.contexts = ThreadLocal.withInitial(() -> this.root);
		this.env.putAll(request.env());
		this.waits = new Waits(events);
		this.params.putAll(request.params());
		request.credentials().values().forEach(masker::add);
	}

	Request request() {
		return this.request;
	}

	Events events() {
		return this.events;
	}

	Masker masker() {
		return this.masker;
	}

	/** What the build waits for that comes from outside. */
	Waits waits() {
		return this.waits;
	}

	/** The parameters, as {@code params} shows them. */
	Map<String, Object> params() {
		return this.params;
	}

	/**
	 * Gives a declared parameter its value. It becomes a variable of the environment too,
	 * unless the name is one that the platform, the tools or a change under review go by:
	 * whoever may start a build may not choose those.
	 */
	void addParameter(String name, Object value) {
		this.params.put(name, value);
		if (!RESERVED.matcher(name).matches()) {
			this.env.putIfAbsent(name, value.toString());
		}
	}

	/** The scope of the whole build. */
	Scope scope() {
		return this.scope;
	}

	ScheduledExecutorService timer() {
		return this.timer;
	}

	Context context() {
		return this.contexts.get();
	}

	Result result() {
		return this.result;
	}

	/** Makes the result worse; never better. */
	synchronized void worsen(Result other) {
		this.result = this.result.worse(other);
	}

	/** Makes the result as bad as a failure says. */
	void worsenBy(Throwable failure) {
		Throwable cause = Failures.unwrap(failure);
		if (!(cause instanceof ParallelStep.FailFast)) {
			worsen(Failures.result(cause));
		}
	}

	void log(String text) {
		this.events.log(context(), text);
	}

	/** The environment set for the whole build, which the script may change. */
	Map<String, String> env() {
		return this.env;
	}

	/** The environment that a process started now gets, beside that of this program. */
	Map<String, String> effectiveEnv() {
		Map<String, String> merged = new LinkedHashMap<>(this.env);
		Path folder = context().directory();
		if (folder != null) {
			merged.put("WORKSPACE", folder.toString());
		}
		merged.putAll(context().env());
		return merged;
	}

	/** One variable as a Jenkinsfile sees it. */
	@Nullable String env(String name) {
		String value = effectiveEnv().get(name);
		return (value != null) ? value : System.getenv(name);
	}

	/** Runs a block in a context, and comes back to the present one. */
	@Nullable Object in(Context inner, @Nullable Closure<?> block) {
		Context before = context();
		this.contexts.set(inner);
		try {
			return (block != null) ? block.call() : null;
		}
		finally {
			this.contexts.set(before);
		}
	}

	/** Runs something in a context, and comes back to the present one. */
	@Nullable Object call(Context inner, Callable<@Nullable Object> action) throws Exception {
		Context before = context();
		this.contexts.set(inner);
		try {
			return action.call();
		}
		finally {
			this.contexts.set(before);
		}
	}

	/** Runs something as a stage, or as a branch of {@code parallel}. */
	@Nullable Object stage(String kind, String name, Context base, Callable<@Nullable Object> action) throws Exception {
		String id = String.valueOf(this.stages.incrementAndGet());
		Context inner = base.inStage(id, name);
		this.events.send("stage-start", "id", id, "parent", base.stage(), "kind", kind, "name", name);
		this.running.put(id, Result.SUCCESS);
		try {
			Object value = call(inner, action);
			String skipped = this.skipped.remove(id);
			Result ended = ended(id, base.stage());
			this.events.send("stage-end", "id", id, "status", (skipped != null) ? "SKIPPED" : ended.name(), "message",
					skipped);
			return value;
		}
		catch (Throwable failure) {
			Throwable cause = Failures.unwrap(failure);
			this.failedIn.putIfAbsent(cause, name);
			ended(id, null);
			this.events.send("stage-end", "id", id, "status", Failures.result(cause).name(), "message",
					Failures.message(cause));
			throw failure;
		}
	}

	/** The present stage does not run, for this reason. */
	void skipStage(String why) {
		String id = context().stage();
		if (id != null) {
			this.skipped.put(id, why);
			log("Stage \"" + context().stageName() + "\" skipped due to " + why);
		}
	}

	/** The result of the present stage so far. */
	Result stageResult() {
		String id = context().stage();
		return (id != null) ? this.running.getOrDefault(id, Result.SUCCESS) : this.result;
	}

	/** Makes the result of the present stage worse. */
	void worsenStage(Result other) {
		String id = context().stage();
		if (id != null) {
			this.running.computeIfPresent(id, (key, before) -> before.worse(other));
		}
	}

	/** A stage is no better than what is in it. */
	private Result ended(String id, @Nullable String parent) {
		Result removed = this.running.remove(id);
		Result ended = (removed != null) ? removed : Result.SUCCESS;
		if (parent != null) {
			this.running.computeIfPresent(parent, (key, before) -> before.worse(ended));
		}
		return ended;
	}

	/** The innermost stage that this failure came out of. */
	@Nullable String failedIn(Throwable failure) {
		return this.failedIn.get(failure);
	}

}
