package dev.slipway.rollout;

import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.strategy.GateSpec;
import dev.slipway.strategy.Stage;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Fallback;

/** Where nothing brings gates: each that is asked for has no data, and never passes. */
@Fallback
public final class NoGates implements Gates {

	@Override
	public Map<String, Reading> look(Release release, @Nullable Release stable, Stage stage, Instant since) {
		return stage.gates()
			.stream()
			.collect(Collectors.toMap(GateSpec::name, (gate) -> Reading.of(Conclusion.NO_DATA,
					"There is nothing here that knows gates of the kind " + gate.kind())));
	}

	@Override
	public @Nullable Reading tripped(Release release, @Nullable Release stable, Stage stage, Instant since) {
		return null;
	}

	@Override
	public void forget(Release release) {
	}

}
