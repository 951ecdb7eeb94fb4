package dev.slipway.rollout;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

import dev.slipway.strategy.GateAdvice;
import dev.slipway.strategy.GateSpec;
import dev.slipway.strategy.StrategyReader;
import org.jspecify.annotations.Nullable;

/** The kinds of gates that there are, brought by several features. */
public final class GateBook implements GateAdvice {

	private final Supplier<List<Gate>> gates;

	/**
	 * Of gates that are asked for when they are needed.
	 * @param gates may need releases themselves
	 */
	public GateBook(Supplier<List<Gate>> gates) {
		this.gates = gates;
	}

	/** Reads strategies with these gates. */
	public StrategyReader reader() {
		Collection<String> kinds = new TreeSet<>(this.gates.get().stream().map(Gate::kind).toList());
		return kinds.isEmpty() ? StrategyReader.standard() : new StrategyReader(kinds);
	}

	@Override
	public List<String> problems(GateSpec spec) {
		return find(spec).map((gate) -> gate.problems(spec)).orElse(List.of());
	}

	@Override
	public String describe(GateSpec spec) {
		return describe(find(spec), spec);
	}

	@Override
	public List<String> guardRailProblems(GateSpec spec) {
		return find(spec).map((gate) -> gate.guardRail().problems(spec)).orElse(List.of());
	}

	@Override
	public String describeGuardRail(GateSpec spec) {
		return describe(find(spec).map(Gate::guardRail), spec);
	}

	@Override
	public @Nullable Long requests(GateSpec spec, double share) {
		return find(spec).filter((gate) -> gate.problems(spec).isEmpty())
			.map((gate) -> gate.requests(spec, share))
			.orElse(null);
	}

	private static String describe(Optional<Gate> found, GateSpec spec) {
		return found.filter((gate) -> gate.problems(spec).isEmpty())
			.map((gate) -> gate.describe(spec))
			.orElseGet(() -> PLAIN.describe(spec));
	}

	private Optional<Gate> find(GateSpec spec) {
		return this.gates.get().stream().filter((gate) -> gate.kind().equals(spec.kind())).findFirst();
	}

}
