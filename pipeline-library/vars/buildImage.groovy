import dev.slipway.ImageBuild
import groovy.json.JsonOutput

/** Makes and pushes the image and returns its immutable reference; see buildImage.txt. */
def call(Map parameters = [:]) {
	ImageBuild image = new ImageBuild(parameters.registry ?: env.SLIPWAY_REGISTRY, parameters.team ?: env.SLIPWAY_TEAM,
			parameters.service ?: env.SLIPWAY_SERVICE, parameters.commit ?: env.GIT_COMMIT)
	sh label: "Make the image ${image.reference}", script: image.command(base: parameters.base ?: env.SLIPWAY_BASE_IMAGE,
			mainClass: parameters.mainClass, labels: image.labels(env.GIT_URL, env.BUILD_NUMBER) + (parameters.labels ?: [:]))
	String pinned = image.pinned(readFile('target/jib-image.digest'))
	writeFile file: 'target/slipway-image.json', text: JsonOutput.toJson([image: pinned, tag: image.reference])
	archiveArtifacts artifacts: 'target/slipway-image.json'
	echo "Image ${pinned}"
	pinned
}
