package dev.slipway.strategy;

import java.util.List;

/** The kinds of gates that Slipway brings. */
final class GateKinds {

	/** Somebody has to agree. */
	static final String APPROVAL = "approval";

	/** A limit of what is measured; the kind of a guard rail that names none. */
	static final String METRIC = "metric";

	/** The candidate compared with the stable release. */
	static final String COMPARE = "compare";

	static final List<String> STANDARD = List.of(APPROVAL, "chaos", COMPARE, "http", "logs", METRIC, "traces",
			"webhook");

	private GateKinds() {
	}

}
