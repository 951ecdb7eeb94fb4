package dev.slipway.cluster.api;

import java.util.Base64;

/**
 * The file kubectl and every client reads: where the server is, how to trust it, who
 * asks.
 */
final class Kubeconfig {

	private Kubeconfig() {
	}

	static String text(String url, byte[] caPem, String token) {
		return """
				apiVersion: v1
				kind: Config
				current-context: slipway
				clusters:
				- name: slipway
				  cluster:
				    server: %s
				    certificate-authority-data: %s
				users:
				- name: slipway-admin
				  user:
				    token: %s
				contexts:
				- name: slipway
				  context:
				    cluster: slipway
				    user: slipway-admin
				    namespace: default
				""".formatted(url, Base64.getEncoder().encodeToString(caPem), token);
	}

}
