package dev.slipway

import com.cloudbees.groovy.cps.NonCPS

/** The image of a service: its name, its labels, and the command that Jib makes it with. */
class ImageBuild implements Serializable {

	private static final long serialVersionUID = 1L

	static final String JIB = 'com.google.cloud.tools:jib-maven-plugin:3.4.6:build'

	/** Paths relative to the working directory, so that it also starts where no container is. */
	static final List<String> ENTRYPOINT = ['java', '-cp', 'app/resources:app/classes:app/libs/*']

	private final String registry

	private final String team

	private final String service

	private final String commit

	ImageBuild(String registry, String team, String service, String commit) {
		this.registry = required('SLIPWAY_REGISTRY', registry)
		this.team = team
		this.service = service
		this.commit = required('GIT_COMMIT', commit)
	}

	@NonCPS
	private static String required(String name, String value) {
		if (!value) {
			throw new IllegalArgumentException("buildImage needs ${name}; on Jenkins set it in the folder's environment")
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

	/** The immutable reference. */
	@NonCPS
	String pinned(String digest) {
		String text = digest.trim()
		if (!(text ==~ /sha256:[0-9a-f]{64}/)) {
			throw new IllegalStateException("Jib left no digest but '${text}'")
		}
		"${repository}@${text}"
	}

	/** The labels of the OCI image specification. */
	@NonCPS
	Map<String, String> labels(String source, String number) {
		Map<String, String> labels = [:]
		labels['org.opencontainers.image.title'] = service
		labels['org.opencontainers.image.vendor'] = team
		labels['org.opencontainers.image.revision'] = commit
		labels['org.opencontainers.image.source'] = source
		labels['org.opencontainers.image.version'] = number
		labels
	}

	/**
	 * The Maven command line.
	 * @param options {@code base}, {@code mainClass}, {@code labels}, {@code maven}
	 */
	@NonCPS
	String command(Map options) {
		List<String> entrypoint = new ArrayList<String>(ENTRYPOINT)
		entrypoint.add(options.mainClass ? options.mainClass.toString() : '@app/jib-main-class-file')
		List<String> arguments = ['mvn', '-B', JIB, "-Djib.from.image=${options.base ?: 'scratch'}".toString(),
				"-Djib.to.image=${reference}".toString(),
				"-Djib.container.entrypoint=${entrypoint.join(',')}".toString(),
				'-Djib.container.creationTime=USE_CURRENT_TIMESTAMP', '-Djib.disableUpdateChecks=true']
		if (options.mainClass) {
			arguments.add("-Djib.container.mainClass=${options.mainClass}".toString())
		}
		String labels = joined(options.labels ?: [:])
		if (labels) {
			arguments.add("-Djib.container.labels=${labels}".toString())
		}
		if (local) {
			arguments.add('-Djib.allowInsecureRegistries=true')
			arguments.add('-DsendCredentialsOverHttp=true')
		}
		Shell.command(arguments)
	}

	/** A registry on the same machine speaks plain HTTP. */
	@NonCPS
	boolean isLocal() {
		registry ==~ /(localhost|127\.[0-9.]+)(:[0-9]+)?/
	}

	@NonCPS
	private static String joined(Map labels) {
		List<String> pairs = []
		for (Map.Entry label : labels.entrySet()) {
			if (label.value) {
				pairs.add("${label.key}=${label.value.toString().replace(',', ' ')}".toString())
			}
		}
		pairs.join(',')
	}

}
