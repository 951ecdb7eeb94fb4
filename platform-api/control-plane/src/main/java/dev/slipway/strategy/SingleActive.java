package dev.slipway.strategy;

import java.util.List;
import java.util.Map;

/**
 * Reads {@code singleActive: true} of {@code slipway.yaml}: the pods of the service work
 * without being asked (they take messages, they follow a schedule), so those of two
 * releases must never be there at once. It makes the strategy a rolling one that ends all
 * old pods before the first new one starts.
 */
final class SingleActive {

	static final String KEY = "singleActive";

	private static final String WHY = "singleActive ends all old pods before the new ones start";

	private SingleActive() {
	}

	/** Whether the service, or the strategy as it is written down, says so. */
	static boolean of(Node spec, Node strategy) {
		boolean ofService = spec.at(KEY).flag();
		return strategy.at(KEY).flag() || ofService;
	}

	/** What would have two releases at work is a mistake. */
	static void check(String type, Node strategy) {
		if (!type.equals("rolling")) {
			strategy.at("type")
				.wrong("would run the new pods beside the old ones, and " + WHY,
						"Remove it, or remove singleActive and let the pods wait for their role.");
		}
		Node router = strategy.at("router");
		String by = router.isMap() ? router.at("type").text() : router.text();
		if (!router.missing() && by != null && !by.equals("replicas")) {
			router.wrong("would divide requests between two releases, and " + WHY, "Remove it.");
		}
		Map.of("maxSurge", List.of("0", "0%"), "maxUnavailable", List.of("100%")).forEach((key, possible) -> {
			Node amount = strategy.at(key);
			String given = amount.text();
			if (given != null && !possible.contains(given)) {
				amount.wrong("is no choice here: " + WHY, "Remove it.");
			}
		});
	}

}
