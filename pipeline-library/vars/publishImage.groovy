import dev.slipway.ImageBuild
import dev.slipway.Parameters
import dev.slipway.RegistryTarget
import dev.slipway.Shell

/** Copies the image to another registry; see publishImage.txt. */
def call(Map parameters = [:]) {
	Parameters.check('publishImage', parameters, ['image', 'to', 'tags', 'kind', 'credentialsId'])
	String image = Parameters.required('publishImage', parameters, 'image')
	RegistryTarget target = new RegistryTarget(Parameters.required('publishImage', parameters, 'to'), parameters.kind)
	boolean ecr = target.kind == 'ecr' && !parameters.credentialsId
	if (!ecr && !parameters.credentialsId) {
		return copied(image, target, parameters.tags ?: [])
	}
	withRegistry(registry: target.registry, credentialsId: parameters.credentialsId, ecr: ecr) {
		copied(image, target, parameters.tags ?: [])
	}
}

private String copied(String image, RegistryTarget target, List tags) {
	if (!image.contains('@sha256:')) {
		error "publishImage needs an image by its digest, as buildImage returns it, not ${image}"
	}
	writeFile file: '.slipway/CopyImage.java', text: libraryResource('dev/slipway/CopyImage.java')
	sh label: "Publish to ${target.repository}", script: Shell.command(['java', '.slipway/CopyImage.java', image, target.repository]
			+ tags.collect { ImageBuild.tag(it) })
	String published = target.repository + image.substring(image.indexOf('@'))
	echo "Published ${published}"
	published
}
