package dev.slipway.analysis;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.slipway.judge.Conclusion;
import dev.slipway.judge.LogFinding;
import dev.slipway.judge.LogRule;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.StoreUnavailable;
import dev.slipway.observability.logs.BadLogQuery;
import dev.slipway.observability.logs.LogPage;
import dev.slipway.observability.logs.LogQuery;
import dev.slipway.observability.logs.LogStore;
import dev.slipway.rollout.Gate;
import dev.slipway.rollout.Reading;
import dev.slipway.strategy.GateSpec;

/**
 * The candidate's logs: no new kind of error, and no more lines that match a query than
 * allowed. It fails at once, and passes at the end of the window.
 */
final class LogGate implements Gate {

	private final LogStore store;

	private final LogReader logs;

	private final NewErrors news;

	LogGate(LogStore store, LogReader logs, NewErrors news) {
		this.store = store;
		this.logs = logs;
		this.news = news;
	}

	@Override
	public String kind() {
		return "logs";
	}

	@Override
	public List<String> problems(GateSpec spec) {
		GateSettings settings = new GateSettings(spec);
		Wanted wanted = Wanted.read(settings);
		try {
			this.store.search(LogQuery.text(wanted.query()), QueryScope.of(Set.of(), Set.of()));
		}
		catch (BadLogQuery ex) {
			settings.problem("query: cannot be read at character " + (ex.position() + 1) + ": " + ex.getMessage());
		}
		catch (StoreUnavailable ex) {
			// The text was read before the store was asked.
			return settings.problems();
		}
		return settings.problems();
	}

	@Override
	public String describe(GateSpec spec) {
		Wanted wanted = Wanted.read(new GateSettings(spec));
		String news = wanted.news() ? "no kind of error that the stable release does not log" : "";
		String lines = wanted.query().isEmpty() ? ""
				: "at most " + wanted.max() + " lines that match " + wanted.query();
		return "The candidate may log " + news + ((news.isEmpty() || lines.isEmpty()) ? "" : ", and ") + lines;
	}

	@Override
	public Reading look(Call call) {
		Wanted wanted = Wanted.read(new GateSettings(call.spec()));
		Duration hold = call.stage().hold().time();
		Window window = Window.stage(call, wanted.warmUp(), wanted.length(hold));
		if (window.isEmpty()) {
			return Reading.of(Reading.Conclusion.PENDING, "The warm-up is not over");
		}
		if (!wanted.query().isEmpty()) {
			Reading lines = lines(wanted, call, window);
			if (lines.conclusion() == Reading.Conclusion.FAILED || !wanted.news()) {
				return lines;
			}
		}
		return news(wanted, call, window);
	}

	private Reading lines(Wanted wanted, Call call, Window window) {
		LogPage page = this.logs.matching(wanted.query(), call.release(), window.from(), window.to(), 3);
		Map<String, Object> evidence = new LinkedHashMap<>();
		evidence.put("queries", List.of(wanted.query()));
		evidence.put("window", window.asMap());
		evidence.put("hits", page.total());
		evidence.put("examples", LogReader.examples(page.hits()));
		String text = page.total() + " lines match " + wanted.query() + ", " + wanted.max() + " are allowed";
		if (page.total() > wanted.max()) {
			return new Reading(Reading.Conclusion.FAILED, text, evidence);
		}
		return ended(Reading.Conclusion.PASSED, text, evidence, call, window);
	}

	private Reading news(Wanted wanted, Call call, Window window) {
		if (call.stable() == null) {
			return Reading.of(Reading.Conclusion.NOT_APPLICABLE, "There is no stable release to compare with");
		}
		LogRule rule = new LogRule(wanted.minCount(), 0, wanted.alpha(), 3);
		LogFinding found = this.news.find(call.stable(), call.release(), window.from(), window.to(), wanted.before(),
				rule);
		Map<String, Object> evidence = new LinkedHashMap<>();
		evidence.put("window", window.asMap());
		evidence.put("newErrors", this.news.evidence(found, call.release(), window.from(), window.to()));
		evidence.put("candidate", found.finding().candidateSize());
		evidence.put("stable", found.finding().stableSize());
		Conclusion conclusion = found.finding().conclusion();
		if (conclusion == Conclusion.FAIL) {
			return new Reading(Reading.Conclusion.FAILED, found.finding().sentence(), evidence);
		}
		boolean open = conclusion == Conclusion.INCONCLUSIVE
				&& window.length().compareTo(wanted.length(call.stage().hold().time()).multipliedBy(3)) < 0;
		return open ? new Reading(Reading.Conclusion.PENDING, found.finding().sentence(), evidence)
				: ended(CompareGate.conclusion(conclusion), found.finding().sentence(), evidence, call, window);
	}

	/** What holds at the end of the window; nothing logged at all is no data. */
	private Reading ended(Reading.Conclusion conclusion, String text, Map<String, Object> evidence, Call call,
			Window window) {
		if (!window.isFull()) {
			return new Reading(Reading.Conclusion.PENDING,
					text + "; looks for " + Unit.show(window.missing()) + " more", evidence);
		}
		if (this.logs.lines(call.release(), window.from().minus(Duration.ofHours(1)), window.to()) == 0) {
			return new Reading(Reading.Conclusion.NO_DATA,
					"The candidate has logged nothing at all; are its lines collected?", evidence);
		}
		return new Reading(conclusion, text, evidence);
	}

	/**
	 * What it was asked.
	 *
	 * @param query of lines; empty when there is none
	 * @param max how many may match
	 * @param news whether new kinds of errors are looked for
	 * @param window how long it looks; zero for as long as the step holds
	 * @param warmUp this much of the stage's beginning is left out
	 * @param before how long before it stable's errors are known
	 * @param minCount rarer kinds do not matter
	 * @param alpha how likely, at most, chance alone put all of a kind on the candidate
	 */
	private record Wanted(String query, int max, boolean news, Duration window, Duration warmUp, Duration before,
			int minCount, double alpha) {

		static Wanted read(GateSettings settings) {
			String query = settings.text("query", "");
			boolean news = settings.oneOf("newErrors", List.of("true", "false"), query.isEmpty() ? "true" : "false")
				.equals("true");
			if (query.isEmpty() && !news) {
				settings.problem("query: there is nothing to look for; write a query, or newErrors: true");
			}
			return new Wanted(query, settings.count("max", 0, 0), news, settings.duration("window", Duration.ZERO),
					settings.duration("warmUp", Duration.ZERO), settings.duration("lookBack", Duration.ofHours(1)),
					settings.count("minCount", 1, 2), settings.part("alpha", 0, 1, 0.01));
		}

		Duration length(Duration hold) {
			if (!this.window.isZero()) {
				return this.window;
			}
			return (hold.compareTo(Limit.WINDOW) > 0) ? hold : Limit.WINDOW;
		}

	}

}
