package dev.slipway.flow;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Gives test kits the loop without its threads. */
public final class TickerAccess {

	private TickerAccess() {
	}

	/** A driver of its own that ticks a flow in the caller's thread. */
	public static Consumer<FlowKey> ticker(FlowStore store, StateCodec codec, FlowKind<?, ?, ?> kind, String owner,
			Clock clock) {
		Ticker ticker = new Ticker(store, codec, Map.of(kind.name(), kind), owner, DriverSettings.defaults(), clock);
		return (key) -> {
			Optional<Instant> unused = ticker.run(key);
		};
	}

}
