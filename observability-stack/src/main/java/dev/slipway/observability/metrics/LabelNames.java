package dev.slipway.observability.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a store calls the labels that say whose a series is. Questions use the names
 * service, team, environment, release and pod; other labels keep theirs.
 *
 * @param service the label of the service
 * @param team the label of the team
 * @param environment the label of the environment
 * @param release the label of the release's number
 * @param pod the label of the pod
 */
public record LabelNames(String service, String team, String environment, String release, String pod) {

	private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

	/** As the embedded store and the shipped scrape configuration name them. */
	public static final LabelNames DEFAULT = new LabelNames("service", "team", "environment", "release", "pod");

	public LabelNames {
		for (String name : new String[] { service, team, environment, release, pod }) {
			if (!isLabel(name)) {
				throw new IllegalArgumentException("'" + name + "' cannot be the name of a label: write letters,"
						+ " digits and _, not a digit first (slipway.metrics.prometheus.labels)");
			}
		}
	}

	static boolean isLabel(String name) {
		return LABEL.matcher(name).matches();
	}

	/** The store's name of a label. */
	String stored(String label) {
		return switch (label) {
			case "service" -> this.service;
			case "team" -> this.team;
			case "environment" -> this.environment;
			case "release" -> this.release;
			case "pod" -> this.pod;
			default -> label;
		};
	}

	/** A store's labels by the names that questions use. */
	public Map<String, String> asked(Map<String, String> stored) {
		Map<String, String> asked = new LinkedHashMap<>();
		stored.forEach((label, value) -> asked.put(asked(label), value));
		return asked;
	}

	/** A store's label by the name that questions use. */
	public String asked(String stored) {
		Map<String, String> names = Map.of(this.service, "service", this.team, "team", this.environment, "environment",
				this.release, "release", this.pod, "pod");
		return names.getOrDefault(stored, stored);
	}

}
