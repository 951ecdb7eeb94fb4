package dev.slipway.strategy;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import dev.slipway.strategy.Forecast.Counted;
import org.jspecify.annotations.Nullable;

/**
 * What a stage would do.
 *
 * @param number counts from 1
 * @param candidate the new release's pods
 * @param stable the stable release's pods
 * @param peak the pods of both at most on the way to this stage
 * @param wanted the new release's share of the requests as the strategy says, in percent
 * @param achievable the share that it can really get
 * @param mirror the share of requests that it gets a copy of, in percent
 * @param header requests with it go to the new release; null when none do
 * @param from when it begins at the earliest, counted from the first pods
 * @param lasts how long it lasts at least
 * @param waits whether somebody has to let it go on
 * @param requests that the new release gets in that time, copies included; null when the
 * request rate is not known
 * @param gates that it has to pass
 * @param sentence all this in a sentence
 */
public record ForecastStage(int number, int candidate, int stable, int peak, int wanted, int achievable, int mirror,
		@Nullable HeaderMatch header, Duration from, Duration lasts, boolean waits, @Nullable Long requests,
		List<ForecastGate> gates, String sentence) {

	public ForecastStage {
		gates = List.copyOf(gates);
	}

	static ForecastStage of(Stage stage, int wanted, int peak, Duration from, Duration minReady,
			@Nullable Double perSecond, Function<GateSpec, String> words) {
		Duration lasts = stage.hold().time();
		for (GateSpec gate : stage.gates()) {
			Duration window = GateWords.window(gate);
			lasts = (window.compareTo(lasts) > 0) ? window : lasts;
		}
		boolean waits = stage.hold().untilResumed() || stage.gates().stream().anyMatch(GateWords::waits);
		double share = stage.weight() / 100.0;
		double seen = share + (1 - share) * stage.mirror() / 100.0;
		List<ForecastGate> gates = stage.gates()
			.stream()
			.map((gate) -> new ForecastGate(gate.name(), gate.kind(), words.apply(gate)))
			.toList();
		return new ForecastStage(stage.number(), stage.candidate(), stage.stable(), peak, wanted, stage.weight(),
				stage.mirror(), stage.header(), from, minReady.plus(lasts), waits,
				Counted.expected(perSecond, seen, lasts), gates, sentence(stage, wanted, minReady.plus(lasts), waits));
	}

	private static String sentence(Stage stage, int wanted, Duration lasts, boolean waits) {
		StringBuilder text = new StringBuilder(80);
		text.append(Counted.of(stage.candidate(), "new pod"))
			.append(" and ")
			.append(Counted.of(stage.stable(), "old pod"))
			.append("; the new release gets ")
			.append(stage.weight())
			.append(" % of the requests");
		if (wanted != stage.weight()) {
			text.append(" instead of ").append(wanted).append(" %");
		}
		if (stage.header() != null) {
			text.append(", those with ").append(stage.header().name()).append(": ").append(stage.header().value());
		}
		if (stage.mirror() > 0) {
			text.append(", a copy of ").append(stage.mirror()).append(" %");
		}
		if (!lasts.isZero()) {
			text.append("; at least ").append(Values.spoken(lasts));
		}
		return text.append(waits ? "; until somebody lets it go on." : ".").toString();
	}

	/**
	 * A gate that a stage has to pass.
	 *
	 * @param name its name
	 * @param kind its kind
	 * @param sentence what it asks
	 */
	public record ForecastGate(String name, String kind, String sentence) {
	}

}
