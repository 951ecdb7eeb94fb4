package dev.slipway.jenkins;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildFailure;
import dev.slipway.pipeline.BuildInput;
import dev.slipway.pipeline.BuildInput.Answer;
import dev.slipway.pipeline.BuildStage;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.TestCase;
import org.jspecify.annotations.Nullable;

/** Follows a run to its end: stages, inputs, the log, tests and image. */
final class Watching {

	/** Who answered an input that we did not. */
	private static final String THE_BUILD_SERVER = "the build server";

	private static final int LOG_WINDOW = 128 * 1024;

	/** Windows in one look; what is beyond comes with the next. */
	private static final int LOG_WINDOWS = 4;

	/** After so many waits in vain a question that can be done without is left. */
	private static final int MOST_WAITS = 3;

	private static final int TAIL = 64 * 1024;

	/** The log of a run that is older at first sight is told from its end on. */
	private static final Duration YOUNG = Duration.ofMinutes(1);

	private static final String FLAT = "Jenkins tells the stages without their nesting: install its plugin pipeline-graph-view to see parallels and nested stages";

	private final Desk desk;

	/** How often in a row a question about a run got no answer in time. */
	private final Map<String, Integer> slow = new ConcurrentHashMap<>();

	private final Map<String, Long> offsets = new ConcurrentHashMap<>();

	Watching(Desk desk) {
		this.desk = desk;
	}

	/** Looks at a run once. */
	void look(Tracked one, Build known) {
		int number = Objects.requireNonNull(one.run());
		Optional<Run> found = this.desk.host()
			.run(one.job(), number)
			.filter((run) -> run.startedAt().equals(one.runAt()));
		if (found.isEmpty()) {
			gone(one, known);
			return;
		}
		Run run = found.get();
		int steps = endIfWanted(one, run);
		Instant wake = this.desk.now().plus(PollingPlan.running(this.desk.tracked().alive()));
		if (known.status().ended()) {
			this.desk.tracked().save(run.building() ? one.seen(one.note(), steps, wake) : one.done());
			forget(one);
			return;
		}
		Build build = this.desk.of(this.desk.started(known, run), run);
		long logged = tellLog(build, run);
		Stages stages = stages(run);
		List<BuildStage> seen = stages.asStages(!run.ended(), run.ended() ? run.endedAt() : this.desk.now());
		saveStages(build, seen, logged);
		String refused = inputs(build, run);
		String note = (refused != null) ? refused : stages.nested() ? null : FLAT;
		if (run.ended()) {
			finish(one, build, run, seen, note);
		}
		else {
			this.desk.tracked().save(one.seen(note, steps, wake));
		}
	}

	private int endIfWanted(Tracked one, Run run) {
		String how = run.building() ? PollingPlan.ending(one, this.desk.now()) : null;
		if (how == null) {
			return one.abortSteps();
		}
		this.desk.host().end(run.job(), run.number(), how);
		return one.abortSteps() + 1;
	}

	/** The run is not there, or its number belongs to another by now. */
	private void gone(Tracked one, Build build) {
		if (one.misses() + 1 < PollingPlan.MISSES) {
			this.desk.tracked().save(one.missed(this.desk.now().plus(PollingPlan.missing(one.misses()))));
			return;
		}
		this.desk.end(one, build, BuildStatus.ABORTED,
				new BuildFailure(null, "Jenkins no longer has run " + one.run() + " of " + one.job(),
						"Its job was deleted or renamed behind the platform's back, or its branch is gone. "
								+ "Provision the pipeline again and start the build again"));
		forget(one);
	}

	/** The build has ended: nothing is kept of how it was told. */
	void forget(Tracked one) {
		this.slow.keySet().removeIf((id) -> id.startsWith(one.job() + " " + one.run() + " "));
		this.offsets.remove(one.service() + "/" + one.number());
	}

	/** Tells what came to the log; gives the offset where it was before. */
	private long tellLog(Build build, Run run) {
		String id = build.service() + "/" + build.number();
		try {
			Long told = this.offsets.get(id);
			boolean young = run.startedAt().plus(YOUNG).isAfter(this.desk.now());
			long start = (told != null) ? told : young ? 0 : this.desk.host().logSize(run.job(), run.number());
			long at = start;
			for (int window = 0; window < LOG_WINDOWS; window++) {
				LogWindow piece = this.desk.host().log(run.job(), run.number(), at, LOG_WINDOW);
				if (!piece.text().isEmpty()) {
					this.desk.listener().log(build, at, piece.next(), piece.text());
				}
				boolean end = piece.next() <= at || piece.next() >= piece.size();
				at = piece.next();
				if (end) {
					break;
				}
			}
			this.offsets.put(id, at);
			return start;
		}
		catch (JenkinsTrouble ex) {
			if (Away.is(ex)) {
				throw ex;
			}
			return 0; // a run without a log is a run
		}
	}

	private Stages stages(Run run) {
		boolean explained = run.ended() && run.status() != BuildStatus.SUCCESS;
		return orElse(run, "stages", () -> this.desk.host().stages(run.job(), run.number(), explained),
				new Stages(List.of(), true));
	}

	private void saveStages(Build build, List<BuildStage> seen, long logged) {
		Map<Integer, BuildStage> known = new HashMap<>();
		this.desk.store().stages(build.service(), build.number()).forEach((stage) -> known.put(stage.id(), stage));
		for (BuildStage stage : seen) {
			BuildStage before = known.get(stage.id());
			BuildStage now = new BuildStage(stage.id(), stage.parent(), stage.kind(), stage.name(), stage.status(),
					stage.startedAt(), stage.endedAt(), stage.message(), (before != null) ? before.logStart() : logged);
			if (!now.equals(before)) {
				this.desk.store().saveStage(build.service(), build.number(), now);
				this.desk.listener().stage(build, now);
			}
		}
	}

	/** Keeps what it asks; gives why it cannot when it cannot. */
	private @Nullable String inputs(Build build, Run run) {
		List<BuildInput> known = this.desk.store().inputs(build.service(), build.number());
		boolean open = known.stream().anyMatch((input) -> input.answer() == null);
		if (!open && !(run.building() && run.asks())) {
			return null;
		}
		List<Pending> pending = run.building() ? this.desk.host().pending(run.job(), run.number()) : List.of();
		for (BuildInput input : known) {
			boolean waits = pending.stream().anyMatch((one) -> one.id().equals(input.id()));
			if (input.answer() == null && !waits) {
				this.desk.store().saveInput(build.service(), build.number(), input.answered(answer(build, run, input)));
				this.desk.listener().changed(build);
			}
		}
		String refused = null;
		for (Pending one : pending) {
			if (known.stream().noneMatch((input) -> input.id().equals(one.id()) && input.answer() == null)) {
				try {
					this.desk.store().saveInput(build.service(), build.number(), one.asInput(this.desk.now()));
				}
				catch (IllegalArgumentException ex) {
					refused = ex.getMessage() + ". Answer it in Jenkins";
					continue;
				}
				this.desk.listener().changed(build);
			}
		}
		return refused;
	}

	private Answer answer(Build build, Run run, BuildInput input) {
		return this.desk.tracked()
			.answering(build.service(), build.number(), input.id())
			.filter((given) -> !given.at().isBefore(input.askedAt()))
			.map((given) -> new Answer(given.proceed(), given.actor(), given.at()))
			.orElseGet(() -> new Answer(run.building() || run.status() != BuildStatus.ABORTED, THE_BUILD_SERVER,
					this.desk.now()));
	}

	private void finish(Tracked one, Build build, Run run, List<BuildStage> stages, @Nullable String note) {
		List<TestCase> tests = this.desk.store().tests(build.service(), build.number());
		if (tests.isEmpty()) {
			tests = orElse(run, "tests", () -> this.desk.host().tests(run.job(), run.number()), List.of());
			this.desk.store().addTests(build.service(), build.number(), tests);
		}
		String image = orElse(run, "image", () -> this.desk.host().image(run.job(), run.number()),
				Optional.<String>empty())
			.orElse(null);
		this.desk.tracked().save(one.seen(note, one.abortSteps(), this.desk.now()));
		this.desk.finish(build, run.status(), image, failure(one, run, stages, tests), run.endedAt());
		forget(one);
		this.desk.tracked().save(one.seen(note, one.abortSteps(), this.desk.now()).done());
	}

	private @Nullable BuildFailure failure(Tracked one, Run run, List<BuildStage> stages, List<TestCase> tests) {
		BuildStatus status = run.status();
		if (status == BuildStatus.SUCCESS) {
			return null;
		}
		if (status == BuildStatus.ABORTED && one.abortedBy() != null) {
			return Asking.abortedBy(one);
		}
		Optional<BuildStage> stage = Stages.innermost(stages, status);
		String name = stage.map(BuildStage::name).orElse(null);
		long failed = tests.stream().filter((test) -> test.status().equals("FAILED")).count();
		if (status == BuildStatus.UNSTABLE && failed > 0) {
			return new BuildFailure(name, failed + " of " + tests.size() + " tests failed", null);
		}
		String message = stage.map(BuildStage::message)
			.or(() -> LogTrouble.message(orElse(run, "tail", () -> tail(run), "")))
			.orElse("Jenkins says " + run.result());
		return new BuildFailure(name, message, "Read the end of the log");
	}

	private String tail(Run run) {
		long size = this.desk.host().logSize(run.job(), run.number());
		return this.desk.host().log(run.job(), run.number(), Math.max(0, size - TAIL), TAIL).text();
	}

	/**
	 * What a run does not give must not keep it from its end, nor what it is slow to
	 * give.
	 */
	private <T> T orElse(Run run, String what, Supplier<T> question, T none) {
		String id = run.job() + " " + run.number() + " " + what;
		if (this.slow.getOrDefault(id, 0) >= MOST_WAITS) {
			return none;
		}
		try {
			T answer = question.get();
			this.slow.remove(id);
			return answer;
		}
		catch (JenkinsTrouble ex) {
			if (!Away.is(ex)) {
				return none;
			}
			if (ex.kind() == JenkinsTrouble.Kind.TIMEOUT && this.slow.merge(id, 1, Integer::sum) >= MOST_WAITS) {
				return none;
			}
			throw ex;
		}
	}

}
