package dev.slipway

import com.cloudbees.groovy.cps.NonCPS

/** Where publishImage copies to: the registry of a repository, its kind, and how one signs in there. */
class RegistryTarget implements Serializable {

	private static final long serialVersionUID = 1L

	static final List<String> KINDS = ['harbor', 'ecr', 'dockerhub', 'oci']

	final String repository

	final String registry

	final String kind

	/** @param repository without tag, such as harbor.example.com/shop/orders */
	RegistryTarget(String repository, String kind) {
		if (!(repository ==~ /[A-Za-z0-9.-]+(:[0-9]+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+/)) {
			throw new Exception("publishImage cannot publish to '${repository}'; give registry/name without tag")
		}
		this.repository = repository
		this.registry = repository.substring(0, repository.indexOf('/'))
		this.kind = Parameters.oneOf('publishImage', 'kind', kind ?: guess(registry), KINDS)
	}

	@NonCPS
	private static String guess(String registry) {
		if (registry ==~ /\d+\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/) {
			return 'ecr'
		}
		registry in ['docker.io', 'index.docker.io', 'registry-1.docker.io'] ? 'dockerhub' : 'oci'
	}

	/** The registry as the file of Docker's credentials calls it. */
	@NonCPS
	static String key(String registry) {
		registry in ['docker.io', 'index.docker.io', 'registry-1.docker.io'] ? 'https://index.docker.io/v1/' : registry
	}

	/** The region that an ECR's name has. */
	@NonCPS
	static String region(String registry) {
		registry.split(/\./)[3]
	}

	/**
	 * Writes Docker's file of credentials into the folder DOCKER_CONFIG, with those of SLIPWAY_OUTER_LOGINS; user and
	 * password come from the environment, or for ECR from the AWS command line.
	 */
	@NonCPS
	static String signIn(String registry, boolean ecr) {
		String before = ecr ? "REGISTRY_USER=AWS\nREGISTRY_PASSWORD=\$(${Shell.command(['aws', 'ecr', 'get-login-password', '--region', region(registry)])})\n" : ''
		String own = Shell.quote(registry.replaceAll(/[^A-Za-z0-9.-]/, '_'))
		'set +x\numask 077\n' + before + 'mkdir -p "$DOCKER_CONFIG/logins"\n' +
				'if [ -n "$SLIPWAY_OUTER_LOGINS" ]; then cp "$SLIPWAY_OUTER_LOGINS"/* "$DOCKER_CONFIG/logins/"; fi\n' +
				'auth=$(printf \'%s:%s\' "$REGISTRY_USER" "$REGISTRY_PASSWORD" | base64 | tr -d \'\\n\')\n' +
				"printf '\"%s\":{\"auth\":\"%s\"}' ${Shell.quote(key(registry))} \"\$auth\" > \"\$DOCKER_CONFIG/logins\"/${own}\n" +
				'{ printf \'{"auths":{\'; between=; for login in "$DOCKER_CONFIG/logins"/*; do printf \'%s\' "$between"; ' +
				'cat "$login"; between=,; done; printf \'}}\'; } > "$DOCKER_CONFIG/config.json"'
	}

}
