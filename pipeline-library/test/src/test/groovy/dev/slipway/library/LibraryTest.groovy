package dev.slipway.library

import static com.lesfurets.jenkins.unit.global.lib.LibraryConfiguration.library
import static com.lesfurets.jenkins.unit.global.lib.LocalSource.localSource

import com.lesfurets.jenkins.unit.cps.BasePipelineTestCPS

import java.nio.file.Files
import java.nio.file.Path

import org.junit.jupiter.api.BeforeEach

/**
 * Runs Jenkinsfiles with the library as Jenkins would, CPS transformed, and records each step. {@code sh} answers from
 * {@link #answers}; files are in {@link #files}.
 */
abstract class LibraryTest extends BasePipelineTestCPS {

	static final String COMMIT = '0123456789abcdef0123456789abcdef01234567'

	/** What a script does, by a part of its text. */
	Map<String, Closure> answers = [:]

	/** The workspace. */
	Map<String, String> files = ['pom.xml': '<project/>', 'target/jib-image.digest': 'sha256:' + 'a' * 64]

	List<String> scripts = []

	List<String> lines = []

	/** Closures of subclasses cannot see the constant in Groovy 2.4. */
	String getCommit() {
		COMMIT
	}

	/** Of this process: others run tests at the same time. */
	private static final String FOLDER = Files.createTempDirectory(Path.of('target'), 'jenkinsfiles').toString() + '/'

	@BeforeEach
	void prepare() {
		scriptRoots = [FOLDER] as String[]
		setUp()
		helper.registerSharedLibrary(library('slipway')
			.retriever(localSource('target/libraries'))
			.targetPath('target/libraries')
			.defaultVersion('1.0')
			.allowOverride(true)
			.implicit(false)
			.build())
		environment(SLIPWAY_SERVICE: 'orders', SLIPWAY_TEAM: 'shop', SLIPWAY_REGISTRY: 'localhost:5001',
				SLIPWAY_BASE_IMAGE: 'scratch', SLIPWAY_URL: 'http://localhost:1', GIT_COMMIT: COMMIT,
				GIT_URL: 'http://localhost:8080/git/shop/orders.git', BRANCH_NAME: 'main', BUILD_NUMBER: '7')
		binding.setVariable('scm', [url: 'http://localhost:8080/git/shop/orders.git'])
		steps()
	}

	void environment(Map<String, String> variables) {
		Map<String, String> known = binding.hasVariable('env') ? binding.getVariable('env') : [:]
		binding.setVariable('env', known + variables)
	}

	/** The bodies see this test by a variable only: the helper gives closures another owner. */
	private void steps() {
		LibraryTest test = this
		helper.registerAllowedMethod('timeout', [Map, Closure], { Map limit, Closure body -> body() })
		helper.registerAllowedMethod('checkout', [Map], { Map scm -> [GIT_COMMIT: COMMIT] })
		helper.registerAllowedMethod('sh', [Map], { Map call -> test.shell(call.script.toString()) })
		helper.registerAllowedMethod('echo', [String], { String line -> test.lines.add(line) })
		helper.registerAllowedMethod('junit', [Map], null)
		helper.registerAllowedMethod('archiveArtifacts', [Map], null)
		helper.registerAllowedMethod('sleep', [Map], null)
		helper.registerAllowedMethod('fileExists', [String], { String name -> test.files.containsKey(name) })
		helper.registerAllowedMethod('readFile', [String], { String name -> test.files[name] })
		helper.registerAllowedMethod('writeFile', [Map], { Map call ->
			test.files[call.file.toString()] = call.text.toString()
		})
		helper.registerAllowedMethod('string', [Map], { Map secret -> secret })
		helper.registerAllowedMethod('withCredentials', [List, Closure], { List secrets, Closure body ->
			test.environment(SLIPWAY_TOKEN: 'secret-token')
			body()
		})
		helper.registerAllowedMethod('error', [String], { String message -> throw new Failed(message) })
	}

	Object shell(String script) {
		scripts.add(script)
		answers.each { part, answer ->
			if (script.contains(part)) {
				answer.call()
			}
		}
		null
	}

	/** Runs a Jenkinsfile. */
	Object pipeline(String text) {
		File file = new File(FOLDER, 'Jenkinsfile')
		file.setText("@Library('slipway@1.0') _\n\n${text}\n", 'UTF-8')
		runScript('Jenkinsfile')
	}

	/** The recorded steps, without what differs from run to run. */
	String steppedThrough() {
		helper.callStack.collect { '   ' * it.stackDepth + it.toString().trim() }.join('\n')
	}

	static class Failed extends RuntimeException {

		private static final long serialVersionUID = 1L

		Failed(String message) {
			super(message)
		}

	}

}
