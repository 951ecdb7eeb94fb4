package dev.slipway.library

import static org.junit.jupiter.api.Assertions.assertEquals
import static org.junit.jupiter.api.Assertions.assertFalse
import static org.junit.jupiter.api.Assertions.assertTrue

import java.nio.file.Files
import java.nio.file.Path
import java.security.MessageDigest

import org.junit.jupiter.api.Assumptions
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** Publishes from a real registry to another one that asks who one is: the scripts of the steps run as they are. */
class PublishTests extends LibraryTest {

	private static final String TYPE = 'application/vnd.oci.image.manifest.v1+json'

	private static final String INDEX = 'application/vnd.oci.image.index.v1+json'

	@TempDir
	Path folder

	private final List<String> printed = []

	@BeforeEach
	void wants() {
		if (!RegistryDouble.installed) {
			assertFalse(Boolean.parseBoolean(System.getenv('SLIPWAY_REQUIRE_ALL')), 'docker-registry is missing')
			Assumptions.assumeTrue(false, 'Skipped: it needs docker-registry (Debian package docker-registry)')
		}
		files = ['pom.xml': '']
		secrets.registry = RegistryDouble.PASSWORD
	}

	@Test
	void copiesAnIndexWithItsImagesAndKeepsTheDigest() {
		withRegistries { from, to ->
			String image = pushed(from, 'layer')
			byte[] index = "{\"schemaVersion\":2,\"mediaType\":\"${INDEX}\",\"manifests\":[{\"mediaType\":\"${TYPE}\",\"digest\":\"${image}\",\"size\":1}]}".toString().bytes
			assertEquals(201, from.ask('PUT', "shop/orders/manifests/${sum(index)}", INDEX, index).responseCode)
			assertEquals("${to.address}/team/orders@${sum(index)}".toString(), published(from, to, sum(index)))
			HttpURLConnection tagged = to.ask('GET', 'team/orders/manifests/1.4.0', INDEX, null)
			assertEquals(200, tagged.responseCode)
			assertEquals(sum(index), sum(tagged.inputStream.bytes))
			assertEquals(200, to.ask('GET', "team/orders/manifests/${image}", TYPE, null).responseCode)
			assertFalse(printed.join('\n').contains(RegistryDouble.PASSWORD), 'a secret in the log')
			assertFalse(Files.exists(folder.resolve('workspace@tmp/slipway-registry')), 'credentials are left')
		}
	}

	@Test
	void saysWhatTheRegistryRefuses() {
		withRegistries { from, to ->
			String image = pushed(from, 'other layer')
			secrets.registry = 'wrong'
			assertEquals('exit code 1', failure("publishImage(image: '${from.address}/shop/orders@${image}', to: '${to.address}/team/orders', credentialsId: 'registry')"))
			assertTrue(printed.any { it.contains("The registry ${to.address} answered 401") }, printed.join('\n'))
		}
	}

	private String published(RegistryDouble from, RegistryDouble to, String digest) {
		pipeline("env.RESULT = publishImage(image: '${from.address}/shop/orders@${digest}', to: '${to.address}/team/orders', tags: ['1.4.0'], credentialsId: 'registry')")
		lines.last().toString() - 'Published '
	}

	private void withRegistries(Closure body) {
		new RegistryDouble(folder.resolve('from'), false).withCloseable { from ->
			new RegistryDouble(folder.resolve('to'), true).withCloseable { to -> body(from, to) }
		}
	}

	/** Pushes an image of one layer; its digest. */
	private static String pushed(RegistryDouble registry, String layer) {
		String config = blob(registry, '{"architecture":"amd64","os":"linux"}'.bytes)
		String data = blob(registry, layer.bytes)
		byte[] manifest = "{\"schemaVersion\":2,\"mediaType\":\"${TYPE}\",\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"${config}\",\"size\":37},\"layers\":[{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar\",\"digest\":\"${data}\",\"size\":${layer.length()}}]}".toString().bytes
		assertEquals(201, registry.ask('PUT', "shop/orders/manifests/${sum(manifest)}", TYPE, manifest).responseCode)
		sum(manifest)
	}

	private static String blob(RegistryDouble registry, byte[] content) {
		HttpURLConnection begun = registry.ask('POST', 'shop/orders/blobs/uploads/', 'application/octet-stream', new byte[0])
		assertEquals(202, begun.responseCode)
		String location = begun.getHeaderField('Location')
		HttpURLConnection put = registry.ask('PUT', "${location}${location.contains('?') ? '&' : '?'}digest=${sum(content)}", 'application/octet-stream', content)
		assertEquals(201, put.responseCode)
		sum(content)
	}

	private static String sum(byte[] content) {
		'sha256:' + MessageDigest.getInstance('SHA-256').digest(content).encodeHex()
	}

	/** The scripts run for real, where the files are that the pipeline wrote. */
	@Override
	Object shell(String script) {
		Path workspace = folder.resolve('workspace')
		files.findAll { it.key != 'pom.xml' }.each { name, text ->
			Path file = workspace.resolve(name)
			Files.createDirectories(file.parent)
			Files.write(file, text.getBytes('UTF-8'))
		}
		Files.createDirectories(workspace)
		ProcessBuilder builder = new ProcessBuilder('sh', '-xe', '-c', script).directory(workspace.toFile()).redirectErrorStream(true)
		Map env = binding.getVariable('env')
		env.each { name, value -> builder.environment().put(name.toString(), value.toString()) }
		builder.environment().put('DOCKER_CONFIG', folder.resolve('workspace@tmp/slipway-registry').toString())
		builder.environment().put('REGISTRY_USER', 'robot')
		builder.environment().put('REGISTRY_PASSWORD', secrets.registry)
		builder.environment().put('PATH', System.getProperty('java.home') + '/bin:' + System.getenv('PATH'))
		Process process = builder.start()
		printed.addAll(process.inputStream.readLines('UTF-8'))
		int code = process.waitFor()
		if (code != 0) {
			throw new Failed("exit code ${code}")
		}
		null
	}

}
