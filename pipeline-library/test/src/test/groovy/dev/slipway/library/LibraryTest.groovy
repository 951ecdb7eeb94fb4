package dev.slipway.library

import static com.lesfurets.jenkins.unit.global.lib.LibraryConfiguration.library
import static com.lesfurets.jenkins.unit.global.lib.LocalSource.localSource
import static org.junit.jupiter.api.Assertions.assertThrows

import com.lesfurets.jenkins.unit.cps.BasePipelineTestCPS

import java.nio.file.Files
import java.nio.file.Path

import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.function.Executable

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

	List<Map> mails = []

	/** What credentials hold, by their id. */
	Map<String, String> secrets = ['slipway-token': 'secret-token', 'registry': 'robot', 'chat': 'https://chat.example/hook']

	/** Closures of subclasses cannot see the constant in Groovy 2.4. */
	String getCommit() {
		COMMIT
	}

	/** Of this process: others run tests at the same time. */
	private static final String FOLDER = Files.createTempDirectory(Path.of('target'), 'jenkinsfiles').toString() + '/'

	private static int runs

	@BeforeEach
	void prepare() {
		helper = SharedHelper.ONLY
		helper.clearCallStack()
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
				GIT_URL: 'http://localhost:8080/git/shop/orders.git', BRANCH_NAME: 'main', BUILD_NUMBER: '7',
				SLIPWAY_PROMOTE: '', SLIPWAY_EVENTS: 'off')
		binding.setVariable('scm', [url: 'http://localhost:8080/git/shop/orders.git'])
		steps()
	}

	void environment(Map variables) {
		Map<String, String> known = binding.hasVariable('env') ? binding.getVariable('env') : [:]
		binding.setVariable('env', known + variables)
	}

	/** The bodies see this test by a variable only: the helper gives closures another owner. */
	private void steps() {
		LibraryTest test = this
		helper.registerAllowedMethod('properties', [List], null)
		helper.registerAllowedMethod('parameters', [List], { List all -> [parameters: all] })
		helper.registerAllowedMethod('timeout', [Map, Closure], { Map limit, Closure body -> body() })
		helper.registerAllowedMethod('checkout', [Map], { Map scm -> [GIT_COMMIT: COMMIT] })
		helper.registerAllowedMethod('sh', [Map], { Map call -> test.shell(call.script.toString()) })
		helper.registerAllowedMethod('echo', [String], { String line -> test.lines.add(line) })
		helper.registerAllowedMethod('junit', [Map], null)
		helper.registerAllowedMethod('mail', [Map], { Map mail -> test.mails.add(mail) })
		helper.registerAllowedMethod('archiveArtifacts', [Map], null)
		helper.registerAllowedMethod('sleep', [Map], null)
		helper.registerAllowedMethod('pwd', [], { '/workspace' })
		helper.registerAllowedMethod('pwd', [Map], { Map where -> '/workspace@tmp' })
		helper.registerAllowedMethod('fileExists', [String], { String name -> test.files.containsKey(name) })
		helper.registerAllowedMethod('readFile', [String], { String name -> test.files[name] })
		helper.registerAllowedMethod('libraryResource', [String], { String name ->
			new File('../resources', name).getText('UTF-8')
		})
		helper.registerAllowedMethod('writeFile', [Map], { Map call ->
			test.files[call.file.toString()] = call.text.toString()
		})
		helper.registerAllowedMethod('withEnv', [List, Closure], { List variables, Closure body ->
			test.within(variables.collectEntries { [it.toString().split('=', 2)[0], it.toString().split('=', 2)[1]] }, body)
		})
		credentials()
		helper.registerAllowedMethod('error', [String], { String message -> throw new Failed(message) })
	}

	private void credentials() {
		LibraryTest test = this
		helper.registerAllowedMethod('string', [Map], { Map secret -> secret })
		helper.registerAllowedMethod('usernamePassword', [Map], { Map secret -> secret })
		helper.registerAllowedMethod('withCredentials', [List, Closure], { List secrets, Closure body ->
			Map<String, String> given = [:]
			secrets.each { secret ->
				if (!test.secrets.containsKey(secret.credentialsId)) {
					throw new Failed("Could not find credentials entry with ID '${secret.credentialsId}'")
				}
				given[secret.variable ?: secret.usernameVariable] = test.secrets[secret.credentialsId]
			}
			test.within(given, body)
		})
	}

	/** Runs a block with variables that are as before after it, also when it fails. */
	Object within(Map<String, String> variables, Closure body) {
		Map<String, String> before = binding.getVariable('env')
		environment(variables)
		try {
			return helper.callClosure(body)
		}
		finally {
			Map<String, String> after = [:] + binding.getVariable('env')
			variables.keySet().each { name ->
				after.remove(name)
				if (before.containsKey(name)) {
					after[name] = before[name]
				}
			}
			binding.setVariable('env', after)
		}
	}

	Object shell(String script) {
		scripts.add(script)
		Object answer = null
		answers.each { part, given ->
			if (script.contains(part)) {
				answer = given.call()
			}
		}
		answer
	}

	/** Runs what fails, and returns what it says. */
	String failure(String text) {
		Throwable thrown = assertThrows(Throwable, { pipeline(text) } as Executable)
		while (thrown.cause != null) {
			thrown = thrown.cause
		}
		thrown.message
	}

	/** The stages that began, in order. */
	List<String> getStages() {
		helper.callStack.findAll { it.methodName == 'stage' }.collect { it.args[0].toString() }
	}

	/** Whether a step was called. */
	boolean called(String step) {
		helper.callStack.any { it.methodName == step }
	}

	/** Runs a Jenkinsfile that has the library; each has a name of its own, for the helper keeps what it compiled. */
	Object pipeline(String text) {
		String name = "Jenkinsfile${++runs}"
		new File(FOLDER, name).setText("@Library('slipway@1.0') _\n\n${text}\n", 'UTF-8')
		helper.clearCallStack()
		runScript(name)
	}

	/** The recorded steps, without what differs from run to run. */
	String steppedThrough() {
		helper.callStack.collect { '   ' * it.stackDepth + it.toString().trim() }.join('\n').replaceAll(/Jenkinsfile\d+/, 'Jenkinsfile')
	}

	static class Failed extends RuntimeException {

		private static final long serialVersionUID = 1L

		Failed(String message) {
			super(message)
		}

	}

}
