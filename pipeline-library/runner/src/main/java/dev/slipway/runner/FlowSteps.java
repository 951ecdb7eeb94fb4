package dev.slipway.runner;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import hudson.AbortException;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jspecify.annotations.Nullable;

/** The steps that steer: node, stage, timeout, retry, error and their like. */
final class FlowSteps {

	private final Build build;

	private final Set<Path> workspaces = ConcurrentHashMap.newKeySet();

	FlowSteps(Build build) {
		this.build = build;
	}

	void register(Language language) {
		language.add(Step.block("node", this::node, "label"));
		language.add(Step.block("stage", this::stage, "name", "concurrency"));
		language.add(Step.simple("echo", this::echo, "message"));
		language.add(Step.simple("error", this::error, "message"));
		language.add(Step.simple("unstable", this::unstable, "message"));
		language.add(Step.block("catchError", this::catchError, "message", "buildResult", "stageResult",
				"catchInterruptions"));
		language.add(Step.block("timeout", this::timeout, "time", "unit"));
		language.add(Step.block("retry", this::retry, "count"));
		language.add(Step.simple("sleep", this::sleep, "time", "unit"));
		language.add(Step.block("withEnv", this::withEnv, "overrides"));
		language.add(Step.block("timestamps", (call) -> this.build.in(this.build.context(), call.body())));
		language
			.add(Step.block("ansiColor", (call) -> this.build.in(this.build.context(), call.body()), "colorMapName"));
		language.add(Step.block("script", (call) -> this.build.in(this.build.context(), call.body())));
		language.add(Step.block("warnError", this::warnError, "message", "catchInterruptions"));
		language.add(Step.block("waitUntil", this::waitUntil, "initialRecurrencePeriod", "quiet"));
	}

	private @Nullable Object node(Call call) throws Exception {
		Path workspace = this.build.request().folder().resolve("workspace");
		for (int i = 2; !this.workspaces.add(workspace); i++) {
			workspace = this.build.request().folder().resolve("workspace@" + i);
		}
		try {
			Files.createDirectories(workspace);
			return this.build.in(this.build.context().inDirectory(workspace), call.body());
		}
		finally {
			this.workspaces.remove(workspace);
		}
	}

	private @Nullable Object stage(Call call) throws Exception {
		return this.build.stage("stage", call.text("name"), this.build.context(),
				() -> this.build.in(this.build.context(), call.body()));
	}

	private @Nullable Object echo(Call call) {
		this.build.log(String.valueOf(call.value("message")));
		return null;
	}

	private @Nullable Object error(Call call) throws Exception {
		throw new AbortException(call.text("message", ""));
	}

	private @Nullable Object unstable(Call call) throws Exception {
		this.build.log("WARNING: " + call.text("message"));
		this.build.worsen(Result.UNSTABLE);
		this.build.worsenStage(Result.UNSTABLE);
		return null;
	}

	private @Nullable Object catchError(Call call) {
		try {
			return this.build.in(this.build.context(), call.body());
		}
		catch (Exception | AssertionError failure) {
			Throwable cause = Failures.unwrap(failure);
			if (cause instanceof FlowInterruptedException && (this.build.scope().reason() != null
					|| Boolean.FALSE.equals(call.value("catchInterruptions")))) {
				throw failure;
			}
			String otherwise = Failures.result(cause).name();
			Result forBuild = Result.valueOf(call.text("buildResult", otherwise));
			this.build.log(call.text("message", "") + "\nERROR: " + Failures.message(cause));
			this.build.worsen(forBuild);
			this.build.worsenStage(Result.valueOf(call.text("stageResult", forBuild.name())));
			return null;
		}
	}

	private @Nullable Object timeout(Call call) throws Exception {
		TimeUnit unit = unit(call, TimeUnit.MINUTES);
		long time = call.number("time", 0);
		if (time <= 0) {
			throw new AbortException("The step 'timeout' needs a time above 0");
		}
		Context outer = this.build.context();
		FlowInterruptedException reason = new FlowInterruptedException(
				"Timeout has been exceeded: " + time + " " + unit.name().toLowerCase(Locale.ROOT));
		try (Scope scope = new Scope(outer.scope())) {
			Future<?> alarm = this.build.timer().schedule(() -> scope.cancel(reason), time, unit);
			try {
				return this.build.in(outer.inScope(scope), call.body());
			}
			finally {
				alarm.cancel(false);
			}
		}
	}

	private static TimeUnit unit(Call call, TimeUnit otherwise) throws AbortException {
		String unit = call.text("unit", otherwise.name()).toUpperCase(Locale.ROOT);
		try {
			return TimeUnit.valueOf(unit);
		}
		catch (IllegalArgumentException ex) {
			throw new AbortException(
					"The step '" + call.step() + "' has no unit " + unit + "; use " + List.of(TimeUnit.values()));
		}
	}

	private @Nullable Object retry(Call call) throws Exception {
		long count = call.number("count", 1);
		for (long attempt = 1;; attempt++) {
			try {
				return this.build.in(this.build.context(), call.body());
			}
			catch (Exception | AssertionError failure) {
				if (attempt >= count || Failures.unwrap(failure) instanceof FlowInterruptedException) {
					throw failure;
				}
				this.build
					.log("ERROR: " + Failures.message(failure) + "\nRetrying (" + (attempt + 1) + " of " + count + ")");
			}
		}
	}

	private @Nullable Object sleep(Call call) throws Exception {
		long time = call.number("time", 0);
		TimeUnit unit = unit(call, TimeUnit.SECONDS);
		this.build.context().scope().sleep(unit.toMillis(time));
		return null;
	}

	private @Nullable Object withEnv(Call call) throws Exception {
		Object overrides = call.value("overrides");
		if (!(overrides instanceof Iterable<?> entries)) {
			throw new AbortException("The step 'withEnv' needs a list of NAME=value");
		}
		Map<String, String> added = new LinkedHashMap<>();
		for (Object entry : entries) {
			String text = String.valueOf(entry);
			int equals = text.indexOf('=');
			if (equals <= 0) {
				throw new AbortException("The step 'withEnv' needs NAME=value, not '" + text + "'");
			}
			add(added, text.substring(0, equals), text.substring(equals + 1));
		}
		return this.build.in(this.build.context().withEnv(added), call.body());
	}

	/** {@code PATH+MAVEN=/opt/bin} puts a folder in front of the PATH. */
	private void add(Map<String, String> added, String name, String value) {
		int plus = name.indexOf('+');
		if (plus <= 0) {
			added.put(name, value);
			return;
		}
		String base = name.substring(0, plus);
		String before = added.getOrDefault(base, this.build.env(base));
		added.put(base, (before != null) ? value + java.io.File.pathSeparator + before : value);
	}

	private @Nullable Object warnError(Call call) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>(call.values());
		values.put("buildResult", Result.UNSTABLE.name());
		values.put("stageResult", Result.UNSTABLE.name());
		return catchError(new Call("warnError", values, call.body()));
	}

	/** Tries again, ever more seldom, as Jenkins does, up to every 15 seconds. */
	private @Nullable Object waitUntil(Call call) throws Exception {
		long pause = Math.max(1, call.number("initialRecurrencePeriod", 250));
		while (!Boolean.TRUE.equals(this.build.in(this.build.context(), call.body()))) {
			this.build.context().scope().sleep(pause);
			pause = Math.min(15_000, pause + pause / 5 + 1);
		}
		return null;
	}

}
