package dev.slipway

import com.cloudbees.groovy.cps.NonCPS

/** The script that makes and pushes an image, and the file where it leaves the digest, for each builder. */
class ImageCommand implements Serializable {

	private static final long serialVersionUID = 1L

	static final List<String> BUILDERS = ['jib', 'docker', 'buildah', 'kaniko']

	static final String JIB = 'com.google.cloud.tools:jib-maven-plugin:3.4.6:build'

	/** Paths relative to the working directory, so that it also starts where no container is. */
	static final List<String> ENTRYPOINT = ['java', '-cp', 'app/resources:app/classes:app/libs/*']

	private final ImageBuild image

	private final String builder

	private final boolean gradle

	private final String program

	/** @param tool what the service is built with, which Jib needs; null for others */
	ImageCommand(ImageBuild image, String builder, BuildTool tool) {
		this.image = image
		this.builder = Parameters.oneOf('buildImage', 'builder', builder, BUILDERS)
		this.gradle = tool != null && tool.name == 'gradle'
		this.program = tool == null ? null : tool.program
	}

	/**
	 * The builder of a repository that names none: its Dockerfile says how, else Jib does without one.
	 * @throws Exception says what to give when neither can
	 */
	@NonCPS
	static String builder(String tool, boolean dockerfile) {
		if (dockerfile) {
			return 'docker'
		}
		if (!['maven', 'gradle'].contains(tool)) {
			throw new Exception("buildImage makes no image of ${tool} without a Dockerfile. Add one, or give buildImage(dockerfile: …).")
		}
		'jib'
	}

	/** Where the digest is after the script. */
	@NonCPS
	String getDigestFile() {
		if (builder == 'jib') {
			return gradle ? 'build/jib-image.digest' : 'target/jib-image.digest'
		}
		builder == 'docker' ? 'target/slipway-image-metadata.json' : 'target/slipway-image.digest'
	}

	/**
	 * The script.
	 * @param options {@code base}, {@code mainClass}, {@code labels}, {@code dockerfile}, {@code context}
	 */
	@NonCPS
	String script(Map options) {
		switch (builder) {
			case 'jib':
				return Shell.command(gradle ? [program, '--console=plain', 'jib'] + jib(options) : [program, '-B', JIB] + jib(options))
			case 'docker':
				return 'mkdir -p target && ' + Shell.command(['docker', 'buildx', 'build', '--push', '--metadata-file', digestFile]
						+ file(options) + named('--tag') + [context(options)])
			case 'buildah':
				return 'mkdir -p target && ' + Shell.command(['buildah', 'build'] + file(options) + named('--tag')
						+ [context(options)]) + references().collect { ' && ' + push(it) }.join('')
			default:
				List<String> destinations = references().collect { "--destination=${it}".toString() }
				return 'mkdir -p target && ' + Shell.command(['/kaniko/executor', "--context=${context(options)}",
						"--dockerfile=${options.dockerfile ?: 'Dockerfile'}", "--digest-file=${digestFile}"]
						+ destinations + pairs('--label=', options.labels) + base(options, '--build-arg=BASE_IMAGE=')
						+ (image.local ? ['--insecure'] : []))
		}
	}

	@NonCPS
	private String push(String reference) {
		Shell.command(['buildah', 'push', '--digestfile', digestFile] + (image.local ? ['--tls-verify=false'] : [])
				+ [reference, "docker://${reference}"])
	}

	@NonCPS
	private List<String> references() {
		[image.reference] + image.furtherTags.collect { "${image.repository}:${it}".toString() }
	}

	@NonCPS
	private List<String> named(String option) {
		List<String> all = []
		for (String reference : references()) {
			all.add(option)
			all.add(reference)
		}
		all
	}

	@NonCPS
	private static List<String> file(Map options) {
		List<String> all = ['--file', (options.dockerfile ?: 'Dockerfile').toString()]
		for (String label : pairs('', options.labels)) {
			all.add('--label')
			all.add(label)
		}
		for (String argument : base(options, 'BASE_IMAGE=')) {
			all.add('--build-arg')
			all.add(argument)
		}
		all
	}

	@NonCPS
	private static List<String> base(Map options, String prefix) {
		options.base ? [prefix + options.base] : []
	}

	@NonCPS
	private static String context(Map options) {
		(options.context ?: '.').toString()
	}

	@NonCPS
	private List<String> jib(Map options) {
		List<String> entrypoint = [] + ENTRYPOINT
		entrypoint.add(options.mainClass ? options.mainClass.toString() : '@app/jib-main-class-file')
		List<String> arguments = ["-Djib.from.image=${options.base ?: 'scratch'}".toString(),
				"-Djib.to.image=${image.reference}".toString(),
				"-Djib.container.entrypoint=${entrypoint.join(',')}".toString(),
				'-Djib.container.creationTime=USE_CURRENT_TIMESTAMP', '-Djib.disableUpdateChecks=true']
		if (options.mainClass) {
			arguments.add("-Djib.container.mainClass=${options.mainClass}".toString())
		}
		if (image.furtherTags) {
			arguments.add("-Djib.to.tags=${image.furtherTags.join(',')}".toString())
		}
		String labels = pairs('', options.labels).collect { it.replace(',', ' ') }.join(',')
		if (labels) {
			arguments.add("-Djib.container.labels=${labels}".toString())
		}
		if (image.local) {
			arguments.add('-Djib.allowInsecureRegistries=true')
			arguments.add('-DsendCredentialsOverHttp=true')
		}
		arguments
	}

	@NonCPS
	private static List<String> pairs(String prefix, Object labels) {
		List<String> pairs = []
		for (Map.Entry label : ((Map) (labels ?: [:])).entrySet()) {
			if (label.value) {
				pairs.add("${prefix}${label.key}=${label.value}".toString())
			}
		}
		pairs
	}

}
