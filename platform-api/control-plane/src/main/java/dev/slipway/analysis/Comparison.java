package dev.slipway.analysis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.slipway.judge.Criteria;
import dev.slipway.judge.Margin;
import org.jspecify.annotations.Nullable;

/**
 * What a gate of kind {@code compare} was asked to compare.
 *
 * @param margins how much worse the candidate may be, by measure
 * @param alpha two-sided, of all measures together
 * @param power the chance to see what is there
 * @param window how long the step is looked at; null for as long as it holds
 * @param atMost as long as it may become; null for three times that
 * @param warmUp this much of the stage's beginning is left out on both sides
 * @param block the length of time that one latency sample is of
 * @param minRequests fewer of the candidate are no data
 * @param load requests a second that the platform may send to both together when those of
 * users do not suffice; 0 for none
 * @param loadPath what these ask for
 */
record Comparison(Map<Measure, Margin> margins, double alpha, double power, @Nullable Duration window,
		@Nullable Duration atMost, Duration warmUp, Duration block, int minRequests, double load, String loadPath) {

	private static final Duration LEAST = Duration.ofSeconds(60);

	private static final Duration BLOCK = Duration.ofSeconds(15);

	static Comparison read(GateSettings settings) {
		Map<Measure, Margin> margins = new EnumMap<>(Measure.class);
		for (Measure measure : measures(settings)) {
			margins.put(measure, margin(settings, measure));
		}
		Duration window = settings.positive("window", null);
		Duration atMost = settings.positive("atMost", null);
		if (window != null && atMost != null && atMost.compareTo(window) < 0) {
			settings.problem("atMost: is shorter than window; make it longer, or leave it out");
		}
		return new Comparison(margins, settings.part("alpha", 0, 0.5, 0.05), settings.part("power", 0.5, 1, 0.8),
				window, atMost, settings.duration("warmUp", Duration.ZERO), settings.atLeastSome("block", BLOCK),
				settings.count("minRequests", 1, 20), load(settings), path(settings));
	}

	private static double load(GateSettings settings) {
		Double load = settings.number("load", Unit.PER_SECOND);
		if (load != null && !(load > 0 && load <= 10_000)) {
			settings.problem("load: has to be above 0, such as 20/s");
			return 0;
		}
		return (load != null) ? load : 0;
	}

	private static String path(GateSettings settings) {
		String path = settings.text("loadPath", "/");
		if (!path.matches("/[\\w./?=&%~+,:@-]*")) {
			settings.problem("loadPath: has to be a path such as /orders?limit=1, not \"" + path + "\"");
			return "/";
		}
		return path;
	}

	private static List<Measure> measures(GateSettings settings) {
		List<Measure> measures = new ArrayList<>();
		List<String> known = Measure.ids(Measure.COMPARED);
		for (String name : Arrays.stream(settings.text("metric", "errorRatio").split(",")).map(String::trim).toList()) {
			if (!known.contains(name)) {
				settings.problem("metric: \"" + name + "\" cannot be compared; write one or more of "
						+ String.join(", ", known));
			}
			else if (!measures.contains(Measure.of(name))) {
				measures.add(Measure.of(name));
			}
		}
		return measures;
	}

	/**
	 * Of error ratios 1% is a point; of latencies it is a part of stable's, while 20ms is
	 * a time.
	 */
	private static Margin margin(GateSettings settings, Measure measure) {
		boolean errors = measure == Measure.ERROR_RATIO;
		String own = measure.id() + "Margin";
		String name = settings.has(own) ? own : "margin";
		String text = settings.text(name, errors ? "1%" : "10%");
		boolean relative = !errors && text.trim().endsWith("%");
		Unit unit = relative ? Unit.RATIO : measure.unit();
		try {
			return new Margin(unit.parse(text), relative);
		}
		catch (IllegalArgumentException ex) {
			settings.problem(name + ": \"" + text + "\" is no margin of " + measure.id() + "; write "
					+ (errors ? "points such as 0.5%" : "a part such as 10%, or a time such as 20ms") + " above 0");
			return new Margin(errors ? 0.01 : 0.1, !errors);
		}
	}

	Criteria criteria(Margin margin) {
		return new Criteria(margin, this.alpha, this.power);
	}

	/** How long the step is looked at when it holds so long. */
	Duration planned(Duration hold) {
		if (this.window != null) {
			return this.window;
		}
		Duration rest = hold.minus(this.warmUp);
		return (rest.compareTo(LEAST) > 0) ? rest : LEAST;
	}

	Duration longest(Duration hold) {
		Duration planned = planned(hold);
		Duration longest = (this.atMost != null) ? this.atMost : planned.multipliedBy(3);
		return (longest.compareTo(planned) > 0) ? longest : planned;
	}

}
