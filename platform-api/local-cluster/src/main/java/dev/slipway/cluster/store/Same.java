package dev.slipway.cluster.store;

import java.util.Comparator;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Equality of JSON values where the integer 1 is 1, however wide its Java type. */
public final class Same {

	private static final Comparator<JsonNode> NUMBERS = (one, other) -> {
		if (one.equals(other)) {
			return 0;
		}
		boolean integers = one.isIntegralNumber() && other.isIntegralNumber();
		return (integers && one.asLong() == other.asLong()) ? 0 : 1;
	};

	private Same() {
	}

	/** Whether both are the same value, or both absent. */
	public static boolean value(@Nullable JsonNode one, @Nullable JsonNode other) {
		if (one == null || other == null) {
			return one == other;
		}
		return one.equals(NUMBERS, other);
	}

}
