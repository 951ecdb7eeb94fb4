package dev.slipway.flow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The states of flows as last read or written, with their texts: a text that is the same
 * is not read again. What the store holds counts, whoever wrote it.
 */
final class States {

	/** Those that ticked last. */
	private static final int KEPT = 2000;

	private final StateCodec codec;

	private final Map<FlowKey, Known> kept = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<FlowKey, Known> eldest) {
			return size() > KEPT;
		}

	});

	States(StateCodec codec) {
		this.codec = codec;
	}

	/** Reads the state that was loaded. */
	<S> S read(FlowKind<S, ?, ?> kind, StoredFlow loaded) {
		Known known = this.kept.get(loaded.key());
		if (known != null && known.text().equals(loaded.text())) {
			return kind.stateType().cast(known.state());
		}
		S state = this.codec.read(kind.stateType(), loaded.text());
		keep(loaded.key(), loaded.text(), state, loaded.ended());
		return state;
	}

	/** Writes a state that is about to be saved. */
	<S> String write(FlowKind<S, ?, ?> kind, FlowKey key, S state, boolean ended) {
		String text = this.codec.write(kind.stateType(), state);
		keep(key, text, state, ended);
		return text;
	}

	private void keep(FlowKey key, String text, @Nullable Object state, boolean ended) {
		if (ended || state == null) {
			this.kept.remove(key);
		}
		else {
			this.kept.put(key, new Known(text, state));
		}
	}

	private record Known(String text, Object state) {
	}

}
