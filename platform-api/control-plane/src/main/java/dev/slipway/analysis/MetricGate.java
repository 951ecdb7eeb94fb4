package dev.slipway.analysis;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.slipway.observability.metrics.BadMetricQuery;
import dev.slipway.observability.metrics.MetricStore;
import dev.slipway.observability.metrics.RawPromQl;
import dev.slipway.rollout.Gate;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.strategy.GateSpec;

/**
 * A limit of what is measured of the candidate, looked at when the window has its whole
 * length.
 */
final class MetricGate implements Gate {

	static final String KIND = "metric";

	private final Measurements measurements;

	private final MetricRail rail;

	MetricGate(Measurements measurements, RailMemory memory) {
		this.measurements = measurements;
		this.rail = new MetricRail(measurements, memory);
	}

	@Override
	public Gate guardRail() {
		return this.rail;
	}

	@Override
	public String kind() {
		return KIND;
	}

	@Override
	public List<String> problems(GateSpec spec) {
		return problems(spec, this.measurements);
	}

	static List<String> problems(GateSpec spec, Measurements measurements) {
		GateSettings settings = new GateSettings(spec);
		Limit limit = Limit.read(spec, settings);
		if (limit.measure() == Measure.EXPRESSION && !measurements.store().takesExpressions()) {
			settings.problem("query: " + MetricStore.NO_EXPRESSIONS);
		}
		else if (limit.measure() == Measure.EXPRESSION) {
			try {
				RawPromQl.fill(limit.expression(), Measurements.placeholders("service", "environment", "1"));
			}
			catch (BadMetricQuery ex) {
				settings.problem("query: " + ex.getMessage());
			}
		}
		return settings.problems();
	}

	@Override
	public String describe(GateSpec spec) {
		Limit limit = Limit.read(spec, new GateSettings(spec));
		return "The candidate's " + limit.subject() + " over " + Unit.show(limit.window()) + " has to be "
				+ limit.bounds();
	}

	@Override
	public Reading look(Call call) {
		Limit limit = Limit.read(call.spec(), new GateSettings(call.spec()));
		Window window = this.measurements.window(limit, call);
		if (!window.isFull()) {
			String lost = window.lostBefore(Window.last(call, limit.warmUp(), limit.window()));
			return Reading.of(Conclusion.PENDING, lost + limit.subject() + " is measured over "
					+ Unit.show(limit.window()) + "; " + Unit.show(window.missing()) + " are missing");
		}
		return judge(limit, this.measurements.measure(limit, call.release(), window.from(), window.to()), window);
	}

	/** Judges what was measured. */
	static Reading judge(Limit limit, Measurement measured, Window window) {
		Map<String, Object> evidence = new TreeMap<>(measured.evidence());
		evidence.put("window", window.asMap());
		evidence.put("limit", limit.bounds());
		evidence.put("metric", limit.subject());
		Double value = measured.value();
		String seen = "in the last " + Unit.show(window.length());
		if (value == null && !measured.note().isEmpty()) {
			return new Reading(Conclusion.NO_DATA, limit.subject() + ": " + measured.note(), evidence);
		}
		if (limit.measure().needsRequests() && measured.requests() < limit.minRequests()) {
			return new Reading(Conclusion.NO_DATA, limit.subject() + ": " + Unit.COUNT.show(measured.requests())
					+ " requests " + seen + ", at least " + limit.minRequests() + " are needed", evidence);
		}
		if (value == null) {
			return new Reading(Conclusion.NO_DATA, limit.subject() + ": nothing was measured " + seen, evidence);
		}
		boolean accepted = limit.accepts(value);
		String of = (measured.requests() > 0) ? " of " + Unit.COUNT.show(measured.requests()) + " requests" : "";
		String note = measured.note().isEmpty() ? "" : " (" + measured.note() + ")";
		return new Reading(accepted ? Conclusion.PASSED : Conclusion.FAILED,
				limit.subject() + " is " + limit.measure().unit().show(value) + of + " " + seen + note + ", "
						+ limit.bounds() + (accepted ? "" : " was allowed"),
				evidence);
	}

}
