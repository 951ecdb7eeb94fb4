package dev.slipway.library

import static org.junit.jupiter.api.Assertions.assertEquals
import static org.junit.jupiter.api.Assertions.assertFalse

import groovy.json.JsonSlurper

import java.nio.file.Path

import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** Scripts of the library, run by a real shell. */
class ShellTests {

	@TempDir
	Path folder

	@Test
	void tellsWhetherATagIsPartOfTheBranchThatIsReleased() {
		assertEquals(0, sh('''git init -q -b main origin && cd origin && git config user.email a@b && git config user.name a
			git commit -q --allow-empty -m one && git tag v1 && git commit -q --allow-empty -m two
			git checkout -q -b side && git commit -q --allow-empty -m three && git tag v2 && cd ..
			git clone -q origin whole && git clone -q --depth 1 --branch v1 "file://$PWD/origin" narrow 2>/dev/null'''))
		assertEquals(0, merged('whole', 'v1', 'main'))
		assertEquals(1, merged('whole', 'v2', 'main'))
		assertEquals(0, merged('narrow', 'v1', 'main'))
		assertEquals(2, merged('whole', 'v1', 'no$(touch x)'))
		assertFalse(folder.resolve('whole/x').toFile().exists())
	}

	private int merged(String clone, String tag, String branch) {
		sh("cd ${clone} && git checkout -q ${tag} || exit 9\n".toString() + type('Workspace').merged(branch))
	}

	@Test
	void signsInToSeveralRegistriesAndKeepsEachsOwnFolder() {
		assertEquals(0, signIn('outer', 'one.example.com:5000', 'ann', null))
		assertEquals(0, signIn('inner', 'two.example.com', 'bob', 'outer'))
		assertEquals(0, signIn('again', 'one.example.com:5000', 'eve', 'inner'))
		assertEquals(['one.example.com:5000': 'ann:p w'], logins('outer'))
		assertEquals(['one.example.com:5000': 'ann:p w', 'two.example.com': 'bob:p w'], logins('inner'))
		assertEquals(['one.example.com:5000': 'eve:p w', 'two.example.com': 'bob:p w'], logins('again'))
	}

	private int signIn(String name, String registry, String user, String outer) {
		String config = folder.resolve(name).toString()
		sh(type('RegistryTarget').signIn(registry, false), [DOCKER_CONFIG: config, SLIPWAY_LOGINS: config + '/logins', REGISTRY_USER: user,
				REGISTRY_PASSWORD: 'p w', SLIPWAY_OUTER_LOGINS: outer ? "${folder.resolve(outer)}/logins".toString() : ''])
	}

	private Map logins(String name) {
		Map auths = new JsonSlurper().parse(folder.resolve("${name}/config.json").toFile()).auths
		auths.collectEntries { registry, login -> [registry, new String(login.auth.decodeBase64(), 'UTF-8')] }
	}

	private static Class type(String name) {
		GroovyClassLoader loader = new GroovyClassLoader(ShellTests.classLoader)
		loader.addClasspath('../src')
		loader.loadClass("dev.slipway.${name}")
	}

	private int sh(String script, Map<String, String> environment = [:]) {
		ProcessBuilder builder = new ProcessBuilder(['sh', '-c', script]).directory(folder.toFile()).redirectErrorStream(true)
		builder.environment().putAll(environment)
		Process process = builder.start()
		process.inputStream.text
		process.waitFor()
	}

}
