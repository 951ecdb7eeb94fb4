package dev.slipway.analysis;

import java.util.ArrayList;
import java.util.List;

import dev.slipway.rollout.Gate;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.strategy.GateSpec;
import org.jspecify.annotations.Nullable;

/** A gate that says what the test wants. */
final class ScriptedGate implements Gate {

	private final List<Call> calls = new ArrayList<>();

	private Reading next = Reading.of(Conclusion.PENDING, "");

	private @Nullable RuntimeException failure;

	private Runnable during = () -> {
	};

	List<Call> calls() {
		return this.calls;
	}

	/** What happens while it looks. */
	void during(Runnable happens) {
		this.during = happens;
	}

	void says(Conclusion conclusion, String explanation) {
		this.failure = null;
		this.next = Reading.of(conclusion, explanation);
	}

	void fails(RuntimeException with) {
		this.failure = with;
	}

	@Override
	public String kind() {
		return "scripted";
	}

	@Override
	public List<String> problems(GateSpec spec) {
		return spec.settings().containsKey("bad") ? List.of("bad: no such setting") : List.of();
	}

	@Override
	public String describe(GateSpec spec) {
		return "Says what the test wants";
	}

	@Override
	public String foresee(Call call) {
		if (this.failure != null) {
			throw this.failure;
		}
		return "It will see enough.";
	}

	@Override
	public Reading look(Call call) {
		this.calls.add(call);
		this.during.run();
		if (this.failure != null) {
			throw this.failure;
		}
		return this.next;
	}

}
