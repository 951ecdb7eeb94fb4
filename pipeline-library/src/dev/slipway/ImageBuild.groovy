package dev.slipway

import com.cloudbees.groovy.cps.NonCPS

/** The image of a service: its name, its tags and its labels. {@link ImageCommand} makes it. */
class ImageBuild implements Serializable {

	private static final long serialVersionUID = 1L

	private final String registry

	private final String team

	private final String service

	private final String commit

	private final String version

	/** @param version the semantic version, a tag beside that of the commit; null when there is none */
	ImageBuild(String registry, String team, String service, String commit, String version) {
		this.registry = required('SLIPWAY_REGISTRY', registry)
		this.team = required('SLIPWAY_TEAM', team)
		this.service = required('SLIPWAY_SERVICE', service)
		this.commit = required('GIT_COMMIT', commit)
		this.version = version
	}

	@NonCPS
	private static String required(String name, String value) {
		if (!value) {
			throw new Exception("buildImage needs ${name}; on Jenkins set it in the folder's environment")
		}
		value
	}

	/** Without tag or digest. */
	@NonCPS
	String getRepository() {
		"${registry}/${team}/${service}"
	}

	/** With the tag: the first 12 digits of the commit. */
	@NonCPS
	String getReference() {
		"${repository}:${commit.take(12)}"
	}

	/** A version as a tag, which cannot have its +. */
	@NonCPS
	static String tag(Object version) {
		String.valueOf(version).replace('+', '_')
	}

	/** The tags beside that of the commit: the version. */
	@NonCPS
	List<String> getFurtherTags() {
		version ? [tag(version)] : []
	}

	/** The immutable reference. */
	@NonCPS
	String pinned(String digest) {
		"${repository}@${checked(digest.trim())}"
	}

	@NonCPS
	private static String checked(String digest) {
		def written = digest.startsWith('{') ? digest =~ /"containerimage\.digest"\s*:\s*"(sha256:[0-9a-f]{64})"/
				: digest =~ /^(sha256:[0-9a-f]{64})$/
		if (!written.find()) {
			throw new Exception("The image builder left no digest but '${digest.take(200)}'")
		}
		written.group(1)
	}

	/** The address of a repository without what its user may be known by. */
	@NonCPS
	static String source(Object url) {
		String.valueOf(url).replaceFirst('^([a-z+]+://)[^/]*@', '$1')
	}

	/** The labels of the OCI image specification. */
	@NonCPS
	Map<String, String> labels(String source, String number) {
		Map<String, String> labels = [:]
		labels['org.opencontainers.image.title'] = service
		labels['org.opencontainers.image.vendor'] = team
		labels['org.opencontainers.image.revision'] = commit
		if (source) {
			labels['org.opencontainers.image.source'] = ImageBuild.source(source)
		}
		labels['org.opencontainers.image.version'] = version ?: number
		labels
	}

	/** A registry on the same machine speaks plain HTTP. */
	@NonCPS
	boolean isLocal() {
		registry ==~ /(localhost|127\.[0-9.]+)(:[0-9]+)?/
	}

}
