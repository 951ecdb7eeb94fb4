package dev.slipway.library

import static org.junit.jupiter.api.Assertions.assertEquals
import static org.junit.jupiter.api.Assertions.assertFalse
import static org.junit.jupiter.api.Assertions.assertTrue

import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException
import org.junit.jupiter.api.Test

/** Each step alone, as a Jenkinsfile without the golden path calls it. */
class StepTests extends LibraryTest {

	private static final String PINNED = 'localhost:5001/shop/orders@sha256:' + 'a' * 64

	@Test
	void buildsAndTestsByWhatIsThere() {
		Map<List<String>, List<String>> table = [
			['build.gradle.kts', 'gradlew']: ['./gradlew --console=plain testClasses', './gradlew --console=plain check'],
			['package.json', 'package-lock.json']: ['npm ci', 'npm run build --if-present', 'npm test'],
			['package.json']: ['npm install', 'npm run build --if-present', 'npm test'],
			['pyproject.toml']: ['python3 -m venv .venv', '.venv/bin/python -m pip install --disable-pip-version-check -e .',
				'.venv/bin/python -m pytest --junitxml=target/test-reports/pytest.xml'],
			['go.mod']: ['go build ./...',
				'mkdir -p target && go test -json -coverprofile=coverage.out ./... > target/go-test.json'],
			['pom.xml', 'mvnw', 'package.json']: ['./mvnw -B -DskipTests test-compile', './mvnw -B verify']]
		table.each { present, expected ->
			files = present.collectEntries { [it, ''] }
			scripts.clear()
			pipeline('node { buildService(); runTests() }')
			assertEquals(expected, scripts, present.toString())
		}
	}

	@Test
	void goTestsArePublishedAlsoWhenTheyFail() {
		files = ['go.mod': '', 'target/go-test.json': '{"Action":"fail","Package":"a","Test":"T"}']
		answers['go test'] = { throw new LibraryTest.Failed('exit code 1') }
		assertEquals('exit code 1', failure('runTests()'))
		assertTrue(files['target/go-test.xml'].contains('tests="1" failures="1"'))
		assertTrue(called('junit'))
	}

	@Test
	void tooLittleCoverageFails() {
		files['target/site/jacoco/jacoco.xml'] = '<counter type="LINE" missed="3" covered="7"/>'
		pipeline('runTests(minimum: 70)')
		assertEquals('Tests reach 70.0 % of the lines', lines.last())
		assertEquals('Tests reach 70.0 % of the lines; at least 71 % are wanted', failure('runTests(minimum: 71)'))
		files.remove('target/site/jacoco/jacoco.xml')
		assertTrue(failure('runTests(minimum: 1)').startsWith('There is no coverage report'))
	}

	@Test
	void analysesWithWhatThePomNames() {
		pipeline('staticAnalysis()')
		assertEquals('staticAnalysis did nothing: pom.xml names no analyser that it knows', lines.last())
		files['pom.xml'] = '<artifactId>maven-checkstyle-plugin</artifactId><artifactId>spotbugs-maven-plugin</artifactId>'
		pipeline('staticAnalysis()')
		assertEquals(['mvn -B checkstyle:check spotbugs:check'], scripts)
	}

	@Test
	void keepsTheReportOfAScanThatFindsSomething() {
		answers['owasp'] = { throw new LibraryTest.Failed('found') }
		assertEquals('found', failure('dependencyScan()'))
		assertTrue(called('archiveArtifacts'))
	}

	@Test
	void theGoldenPathChecksWhatItIsToldTo() {
		environment(BRANCH_NAME: 'feature/x', SLIPWAY_CHECKS: 'analysis,scan')
		pipeline('servicePipeline()')
		assertEquals(['Checkout', 'Compile', 'Test', 'Analysis', 'Dependencies', 'Image'], stages)
		assertEquals("servicePipeline knows no check 'all'; it knows: analysis, scan", failure("servicePipeline(checks: ['all'])"))
	}

	@Test
	void publishesSignedInAndSignsOut() {
		pipeline("publishImage(image: '${PINNED}', to: 'harbor.example.com/shop/orders', tags: ['1.4.0'], credentialsId: 'registry')")
		assertEquals(3, scripts.size())
		assertTrue(scripts[0].startsWith('set +x\n') && scripts[0].contains("'harbor.example.com'"), scripts[0])
		assertFalse(scripts.join().contains('robot'), 'a secret in a script')
		assertEquals("java .slipway/CopyImage.java ${PINNED} harbor.example.com/shop/orders 1.4.0".toString(), scripts[1])
		assertEquals('rm -rf "$DOCKER_CONFIG"', scripts[2])
	}

	@Test
	void signsOutAlsoWhenPublishingFails() {
		answers['CopyImage'] = { throw new LibraryTest.Failed('no room') }
		assertEquals('no room', failure("publishImage(image: '${PINNED}', to: 'host/a', credentialsId: 'registry')"))
		assertEquals('rm -rf "$DOCKER_CONFIG"', scripts.last())
	}

	@Test
	void signsInToAnEcrByTheAwsCommandLine() {
		pipeline("publishImage(image: '${PINNED}', to: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/orders')")
		assertTrue(scripts[0].contains('aws ecr get-login-password --region eu-west-1'), scripts[0])
	}

	@Test
	void aChaosGateGoesOnOnlyIfTheServiceHeld() {
		[PASSED: null, FAILED: 'Experiment 7 ended as FAILED: slow', INCONCLUSIVE: 'Experiment 7 ended as INCONCLUSIVE: slow'].each { verdict, said ->
			String ended = "{\"experiment\":\"7\",\"number\":3,\"ended\":true,\"verdict\":\"${verdict}\",\"reasons\":[\"slow\"]}"
			List script = [[202, '{"number":3}'], [200, '{"experiment":"7","number":3,"ended":false,"status":"OBSERVING"}'], [200, ended]]
			new PlatformDouble(script, null).withCloseable { platform ->
				environment(SLIPWAY_URL: platform.url)
				if (said == null) {
					pipeline("chaosGate(experiment: '7')")
				}
				else {
					assertEquals(said, failure("chaosGate(experiment: '7')"))
				}
			}
		}
	}

	@Test
	void servicesWithoutJavaGoByTheirDockerfile() {
		Map made = ['target/slipway-image-metadata.json': '{"containerimage.digest": "sha256:' + 'a' * 64 + '"}']
		files = made + ['package.json': '', Dockerfile: '']
		pipeline('buildImage()')
		assertTrue(scripts[0].contains('docker buildx build'), scripts[0])
		files = made + ['go.mod': '']
		assertTrue(failure('buildImage()').startsWith('buildImage makes no image of go without a Dockerfile'))
		files = ['pom.xml': '', mvnw: '', Dockerfile: '', 'target/jib-image.digest': 'sha256:' + 'a' * 64]
		pipeline('buildImage()')
		assertTrue(scripts.last().startsWith('./mvnw -B com.google.cloud.tools:jib'), scripts.last())
	}

	@Test
	void aTagHasNoPlus() {
		pipeline("publishImage(image: '${PINNED}', to: 'host/a', tags: ['1.4.0+5'])")
		assertTrue(scripts[0].endsWith(' host/a 1.4.0_5'), scripts[0])
	}

	@Test
	void aPlatformThatIsAwayIsAskedForMinutes() {
		new PlatformDouble([[503, ''], [429, '{}'], [502, ''], [503, ''], [503, ''], [200, '[]']]).withCloseable { platform ->
			environment(SLIPWAY_URL: platform.url)
			pipeline("withPlatform { platform -> echo \"\${platform.get('/api/v1/services/orders/lane').status}\" }")
			assertEquals('200', lines.last().toString())
			assertEquals([1, 2, 4, 8, 15], helper.callStack.findAll { it.methodName == 'sleep' }.collect { it.args[0].time })
		}
		environment(SLIPWAY_URL: 'http://127.0.0.1:1')
		assertTrue(failure("withPlatform { platform -> platform.get('/x') }").startsWith('The platform at http://127.0.0.1:1 cannot be reached'))
		environment(CHANGE_ID: '12', BRANCH_NAME: 'PR-12')
		assertTrue(failure('servicePipeline()').startsWith('The platform refused the preview: The platform at http://127.0.0.1:1 cannot be reached'))
	}

	@Test
	void aPlatformKeepsNoToken() {
		Class type = new GroovyClassLoader(StepTests.classLoader).with { it.addClasspath('../src'); it.loadClass('dev.slipway.Platform') }
		assertFalse(type.declaredFields.any { it.name == 'token' })
	}

	@Test
	void aChaosGateSaysThatABuildsTokenMayNot() {
		new PlatformDouble([]).withCloseable { platform ->
			environment(SLIPWAY_URL: platform.url)
			assertTrue(failure("chaosGate(experiment: '7')").startsWith("The token may not run experiments, a build's own token never may"))
		}
	}

	@Test
	void whatABuildAsksForHasAKeyOfItsOwn() {
		List keys = [[BRANCH_NAME: 'main'], [BRANCH_NAME: 'main'], [BRANCH_NAME: 'release/1'], [BUILD_URL: 'http://jenkins/a/7/'],
				[BUILD_URL: 'http://jenkins/b/7/'], [JOB_NAME: 'shop/orders/x']].collect { variables ->
			new PlatformDouble([[202, '{"number":3}'], [200, '{"number":3,"status":"SUCCEEDED"}']]).withCloseable { platform ->
				environment([SLIPWAY_URL: platform.url, BUILD_URL: null, JOB_NAME: null] + variables)
				pipeline("deployRelease(image: '${PINNED}', environment: 'dev')")
				platform.headers['Idempotency-key']
			}
		}
		assertEquals(keys[0], keys[1])
		assertEquals(5, (keys as Set).size())
	}

	@Test
	void onlyTheLocalRunnersNumberIsABuildOfThePlatform() {
		['local': true, (null): false].each { runner, sent ->
			new PlatformDouble([[202, '{"number":3}'], [200, '{"number":3,"status":"SUCCEEDED"}']]).withCloseable { platform ->
				environment(SLIPWAY_URL: platform.url, SLIPWAY_RUNNER: runner)
				pipeline("deployRelease(image: '${PINNED}', environment: 'dev')")
				assertEquals(sent, platform.requests[0].contains('"build":7'), platform.requests[0])
			}
		}
	}

	@Test
	void aPromotionThatIsRefusedFailsWithTheReason() {
		new PlatformDouble([[409, '{"detail":"Nothing runs in dev","remedy":"Release first"}'],
				[202, '{"number":3}'], [200, '{"promotion":{"number":3,"environment":"prod","status":"REFUSED","reason":"bob: no"}}']]).withCloseable { platform ->
			environment(SLIPWAY_URL: platform.url)
			assertEquals('The platform refused the promotion to prod: Nothing runs in dev (HTTP 409). What to do: Release first',
					failure("promoteRelease(environment: 'prod')"))
			assertEquals('Promotion 3 to prod ended as REFUSED: bob: no', failure("promoteRelease(environment: 'prod', waitForApproval: true)"))
		}
	}

	@Test
	void smokeAndLoadTestsNameWhereTheyGo() {
		pipeline("smokeTest(url: 'http://h/', paths: ['/a b', '/b'], attempts: 3); loadTest(plan: 'x.js', url: 'http://h')")
		assertTrue(scripts[0].endsWith("--retry 3 --retry-delay 2 --retry-all-errors 'http://h/a b'"), scripts[0])
		assertEquals('mkdir -p target && k6 run --summary-export target/load-test.json --env TARGET=http://h x.js', scripts[2])
		assertEquals('smokeTest needs the parameter url', failure('smokeTest()'))
	}

	@Test
	void aTeamIsToldAndNeverFailsTheBuild() {
		pipeline("notifyTeam(message: 'it\\'s \$(touch x)', credentialsId: 'chat', to: 'a@b.example')")
		assertEquals("orders main #7: it's \$(touch x)".toString(), mails[0].body.toString())
		assertFalse(scripts[0].contains('chat.example'), 'a secret in a script')
		answers['curl'] = { throw new LibraryTest.Failed('no way') }
		pipeline("notifyTeam(message: 'x', credentialsId: 'chat')")
		assertEquals('The team was not told: no way', lines.last())
		pipeline("notifyTeam(message: 'x', credentialsId: 'none')")
		assertTrue(lines.last().startsWith('The team was not told: Could not find credentials'))
	}

	@Test
	void thePlatformIsToldSignedAndAbsenceDoesNoHarm() {
		secrets['slipway-events'] = 'key'
		new PlatformDouble([[200, ''], [503, '']]).withCloseable { platform ->
			environment(SLIPWAY_URL: platform.url, SLIPWAY_EVENTS: null, JOB_NAME: 'shop/orders/main')
			pipeline("notifyPlatform(event: 'stage', stage: 'Test', status: 'RUNNING')")
			assertTrue(platform.requests[0].startsWith('POST /api/v1/build-server/events {"event":"stage","service":"orders"'), platform.requests[0])
			assertTrue(platform.headers['Slipway-signature'] ==~ /sha256=[0-9a-f]{64}/)
			pipeline("notifyPlatform(event: 'started')")
			assertEquals('The platform was not told (HTTP 503); the build goes on', lines.last())
		}
		environment(SLIPWAY_URL: 'http://127.0.0.1:1')
		pipeline("notifyPlatform(event: 'completed')")
		assertEquals('The platform was not told (HTTP 0); the build goes on', lines.last())
	}

	@Test
	void withoutTheKeyThePlatformIsNotToldAndItIsSaidOnce() {
		environment(SLIPWAY_EVENTS: null, BRANCH_NAME: 'feature/x')
		pipeline('servicePipeline()')
		assertEquals(1, lines.count { it.toString().startsWith('The platform is not told of this build') })
	}

	@Test
	void aJobsNameSaysWhoseItIs() {
		environment(SLIPWAY_SERVICE: null, SLIPWAY_TEAM: null, JOB_NAME: 'shop/orders/feature%2Fx', BRANCH_NAME: 'feature/x')
		pipeline('servicePipeline()')
		assertTrue(scripts.last().contains('-Djib.to.image=localhost:5001/shop/orders:'), scripts.last())
		environment(SLIPWAY_SERVICE: null, SLIPWAY_TEAM: null, JOB_NAME: 'orders')
		assertTrue(failure('servicePipeline()').startsWith("The service '' is not a name"))
	}

	@Test
	void anAgentSignsWhereTheSandboxForbidsIt() {
		secrets['slipway-events'] = 'key'
		environment(SLIPWAY_EVENTS: null, SLIPWAY_TRANSPORT: 'agent')
		answers['openssl'] = { '204' }
		pipeline("notifyPlatform(event: 'started')")
		assertEquals(1, scripts.size())
		assertTrue(lines.isEmpty(), lines.toString())
	}

	@Test
	void curlSpeaksWithThePlatformWhereTheSandboxForbidsIt() {
		answers['curl'] = { 'HTTP/1.1 200 OK\r\n\r\n[{"name":"dev"}]' }
		pipeline("withPlatform(transport: 'agent') { platform -> echo \"\${platform.get('/api/v1/environments').body}\" }")
		assertEquals('[[name:dev]]', lines.last().toString().replace('{', '[').replace('}', ']'))
		assertFalse(scripts[0].contains('secret-token'), 'a secret in a script')
	}

	@Test
	void aLocationElsewhereIsAskedHere() {
		new PlatformDouble([[200, '{}']]).withCloseable { platform ->
			environment(SLIPWAY_URL: platform.url)
			pipeline("withPlatform { platform -> platform.get('https://evil.example/api/v1/x') }")
			assertEquals('GET /api/v1/x', platform.requests[0])
		}
	}

	@Test
	void aMatrixRunsEachCombination() {
		pipeline("""parallelMatrix(axes: [jdk: ['17', '21'], db: ['h2', 'pg']], exclude: [[jdk: '17', db: 'pg']], failFast: true) { cell ->
	echo "\${cell.jdk} \${env.DB}"
}""")
		assertEquals(['17 h2', '21 h2', '21 pg'], lines.collect { it.toString() })
	}

	@Test
	void aFailureInEachStageStopsThereAndIsTold() {
		Map<String, List<String>> table = ['test-compile': ['Checkout', 'Compile'], 'verify': ['Checkout', 'Compile', 'Test'],
				'jib': ['Checkout', 'Compile', 'Test', 'Image']]
		table.each { part, reached ->
			answers = [(part): { throw new LibraryTest.Failed("${part} failed") }]
			assertEquals("${part} failed".toString(), failure("servicePipeline(notify: [to: 'a@b.example'])"))
			assertEquals(reached, stages, part)
			assertTrue(mails.last().body.toString().contains('FAILURE'))
		}
	}

	@Test
	void anAbortedBuildSaysSo() {
		answers['verify'] = { throw new FlowInterruptedException('Timeout has been exceeded') }
		assertEquals('Timeout has been exceeded', failure("servicePipeline(notify: [to: 'a@b.example'], timeoutMinutes: 5)"))
		assertTrue(mails.last().body.toString().contains('ABORTED'))
		assertEquals([time: 5, unit: 'MINUTES'], helper.callStack.find { it.methodName == 'timeout' }.args[0])
	}

	@Test
	void misspeltParametersAreErrors() {
		['buildService', 'runTests', 'staticAnalysis', 'dependencyScan', 'buildImage', 'publishImage', 'deployRelease', 'deployPreview', 'removePreview', 'promoteRelease',
			'smokeTest', 'loadTest', 'chaosGate', 'notifyTeam', 'notifyPlatform'].each { step ->
			assertTrue(failure("${step}(colour: 'red')").startsWith("${step} has no parameter 'colour'; it has: "), step)
		}
		assertTrue(failure("withPlatform(colour: 1) { }").startsWith("withPlatform has no parameter 'colour'"))
	}

	@Test
	void declarativeJenkinsfilesUseThem() {
		['pipeline', 'stages', 'steps', 'options', 'post', 'always'].each { directive ->
			helper.registerAllowedMethod(directive, [Closure], { Closure body -> body() })
		}
		helper.registerAllowedMethod('agent', [Object], null)
		binding.setVariable('any', 'any')
		pipeline("""pipeline {
	agent any
	stages {
		stage('Build') { steps { buildService(); runTests() } }
		stage('Image') { steps { script { env.IMAGE = buildImage() } } }
	}
	post { always { notifyTeam(message: 'done') } }
}""".replace('script {', 'node {'))
		assertEquals(['Build', 'Image'], stages)
		assertEquals(3, scripts.size())
		assertEquals('orders main #7: done', lines.last().toString())
	}

}
