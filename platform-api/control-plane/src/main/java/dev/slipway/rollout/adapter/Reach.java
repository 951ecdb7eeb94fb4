package dev.slipway.rollout.adapter;

import java.util.Map;

import dev.slipway.environments.Environment;
import dev.slipway.environments.Environments;
import dev.slipway.rollout.Release;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Finds the cluster and the namespace of a release. */
record Reach(Environments environments, Views views) {

	View view(Release release) {
		return this.views.of(environment(release));
	}

	KubernetesClient client(Release release) {
		return view(release).client();
	}

	String namespace(Release release) {
		return environment(release).namespace(release.draft().team());
	}

	Environment environment(Release release) {
		return this.environments.get(release.draft().environment());
	}

	/**
	 * Makes the namespace, if it is missing. The environment may be one that did not
	 * answer when the service was made: then its database is made now, too.
	 */
	void prepare(Release release) {
		Environment environment = environment(release);
		String service = release.draft().service();
		String namespace = this.environments.ensureNamespace(environment, release.draft().team());
		String secret = service + "-database";
		if (release.draft().manifests().contains("\"" + secret + "\"")
				&& view(release).client().secrets().inNamespace(namespace).withName(secret).get() == null) {
			this.environments.ensureDatabase(environment, release.draft().team(), service);
		}
	}

	/** The name of what a release numbers, such as its backend Service. */
	static String numbered(Release release, int number) {
		return release.draft().service() + "-r" + number;
	}

	/** The labels of what belongs to the service and to no release. */
	static Map<String, String> labels(Release release) {
		return Labels.ofService(release.draft());
	}

}
