package dev.slipway.strategy;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads {@code spec.secrets} of {@code slipway.yaml}: the name of a Secret that pods
 * refer to and that is no part of {@code deploy/}, with its policy. One that is not named
 * follows.
 *
 * <pre>
 * secrets:
 *   orders-database: pin     # or follow
 * </pre>
 */
public final class SecretPolicies {

	/** Where they stand. */
	static final String KEY = "secrets";

	/** With room for a release's number behind it. */
	static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,240}[a-z0-9])?");

	private static final Map<String, SecretPolicy> WORDS = Map.of("follow", SecretPolicy.FOLLOW, "pin",
			SecretPolicy.PIN);

	private SecretPolicies() {
	}

	/**
	 * What a {@code spec} says of its Secrets, by name.
	 * @throws BadStrategy saying everything that is wrong with it
	 */
	public static Map<String, SecretPolicy> read(@Nullable Object spec) {
		Node root = Node.root(StrategyReader.ROOT, spec);
		Map<String, SecretPolicy> policies = read(root);
		if (!root.mistakes().isEmpty()) {
			throw new BadStrategy(root.mistakes());
		}
		return policies;
	}

	/** The same, noting what is wrong. */
	static Map<String, SecretPolicy> read(Node root) {
		Node secrets = root.at(KEY);
		secrets.asMap("secrets: {orders-database: pin}");
		Map<String, SecretPolicy> policies = new TreeMap<>();
		for (String name : secrets.map().keySet()) {
			Node policy = secrets.at(name);
			if (!NAME.matcher(name).matches()) {
				policy.wrong("is no name of a Secret", "Write the name as the pods refer to it.");
			}
			else if (policy.missing()) {
				policy.wrong("has no policy", "Write pin or follow.");
			}
			else {
				policies.put(name, policy.read((text) -> Values.word(text, WORDS), SecretPolicy.FOLLOW));
			}
		}
		return policies;
	}

}
