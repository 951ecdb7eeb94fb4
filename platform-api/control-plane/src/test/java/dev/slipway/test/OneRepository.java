package dev.slipway.test;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Repositories that all hold the manifests of {@code orders}, at every commit; tests
 * override what they want otherwise.
 */
public class OneRepository extends NoRepositories {

	private final int replicas;

	/**
	 * Holds a Deployment.
	 * @param replicas of it
	 */
	public OneRepository(int replicas) {
		this.replicas = replicas;
	}

	/** The file in {@code deploy/} at a commit; empty when there is none. */
	protected String manifests(String commit) {
		return deployment(this.replicas);
	}

	/** A Deployment of {@code orders}. */
	protected static String deployment(int replicas) {
		return """
				apiVersion: apps/v1
				kind: Deployment
				metadata: {name: orders}
				spec:
				  replicas: %d
				  selector: {matchLabels: {app.kubernetes.io/name: orders}}
				  template:
				    metadata: {labels: {app.kubernetes.io/name: orders}}
				    spec: {containers: [{name: app, image: orders}]}
				""".formatted(replicas);
	}

	@Override
	public final Map<String, byte[]> readTree(String team, String name, String commit, String folder) {
		String manifests = manifests(commit);
		return manifests.isEmpty() ? Map.of()
				: Map.of("deploy/orders.yaml", manifests.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public Optional<String> head(String team, String name, String branch) {
		return Optional.of("c0ffee1");
	}

}
