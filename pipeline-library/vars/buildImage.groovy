import dev.slipway.BranchRule
import dev.slipway.BuildTool
import dev.slipway.ImageBuild
import dev.slipway.ImageCommand
import dev.slipway.Parameters
import dev.slipway.Workspace
import groovy.json.JsonOutput

/** Makes and pushes the image and returns its immutable reference; see buildImage.txt. */
def call(Map parameters = [:]) {
	Parameters.check('buildImage', parameters, ['builder', 'registry', 'credentialsId', 'base', 'mainClass', 'dockerfile',
			'context', 'labels', 'version', 'service', 'team', 'commit'])
	if (parameters.credentialsId) {
		String registry = parameters.registry ?: env.SLIPWAY_REGISTRY
		return withRegistry(registry: registry, credentialsId: parameters.credentialsId) { made(parameters) }
	}
	made(parameters)
}

private String made(Map parameters) {
	String version = parameters.version ?: BranchRule.versionOf(env.TAG_NAME ?: '')
	ImageBuild image = new ImageBuild(parameters.registry ?: env.SLIPWAY_REGISTRY, parameters.team ?: env.SLIPWAY_TEAM,
			parameters.service ?: env.SLIPWAY_SERVICE, parameters.commit ?: env.GIT_COMMIT, version)
	BuildTool tool = parameters.builder && parameters.builder != 'jib' ? null : Workspace.tool(this, null)
	String builder = parameters.builder
	if (!builder) {
		// Java services go without a container engine unless they say otherwise; others cannot.
		boolean java = tool.name == 'maven' || tool.name == 'gradle'
		builder = ImageCommand.builder(tool.name, parameters.dockerfile || (!java && fileExists('Dockerfile')))
	}
	ImageCommand command = new ImageCommand(image, builder, tool)
	sh label: "Make the image ${image.reference}", script: command.script(base: parameters.base ?: env.SLIPWAY_BASE_IMAGE,
			mainClass: parameters.mainClass, dockerfile: parameters.dockerfile, context: parameters.context,
			labels: image.labels(env.GIT_URL, env.BUILD_NUMBER) + (parameters.labels ?: [:]))
	String pinned = image.pinned(readFile(command.digestFile))
	writeFile file: 'target/slipway-image.json', text: JsonOutput.toJson([image: pinned, tag: image.reference, version: version])
	archiveArtifacts artifacts: 'target/slipway-image.json'
	echo "Image ${pinned}"
	pinned
}
