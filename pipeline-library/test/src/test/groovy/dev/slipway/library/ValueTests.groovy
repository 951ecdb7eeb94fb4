package dev.slipway.library

import static org.junit.jupiter.api.Assertions.assertEquals
import static org.junit.jupiter.api.Assertions.assertNull
import static org.junit.jupiter.api.Assertions.assertThrows
import static org.junit.jupiter.api.Assertions.assertTrue

import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.function.Executable

/** The library's classes, without pipelines. */
class ValueTests {

	private static GroovyClassLoader loader

	@BeforeEach
	void load() {
		if (loader == null) {
			loader = new GroovyClassLoader(ValueTests.classLoader)
			loader.addClasspath('../src')
		}
	}

	private Class type(String name) {
		loader.loadClass("dev.slipway.${name}")
	}

	@Test
	void tagsAreVersionsOnlyWhenTheyAreSemantic() {
		Map table = ['v1.4.0': '1.4.0', '1.0.0': '1.0.0', 'v1.4': null, 'v01.4.0': null, 'v1.4.0-rc.1': '1.4.0-rc.1',
				'v1.0.0+b7': '1.0.0+b7', 'release': null, '$(touch x)': null]
		table.each { tag, version -> assertEquals(version, type('BranchRule').versionOf(tag), tag) }
	}

	@Test
	void theAddressOfARepositoryIsShownWithoutItsUser() {
		Map table = ['https://host/shop/orders.git': 'https://host/shop/orders.git', 'https://ann:secret@host/a': 'https://host/a',
				'https://ann:p@ss@word@host/a': 'https://host/a', 'https://host/a@b': 'https://host/a@b']
		table.each { url, source -> assertEquals(source, type('ImageBuild').source(url), url) }
	}

	@Test
	void slugsAreNamesWhateverTheBranchIsCalled() {
		Map table = ['pr/12-Faster': '12-faster', 'feature/Ä b': 'feature-b', '$(touch x)': 'touch-x', '///': 'x']
		table.each { branch, slug -> assertEquals(slug, type('BranchRule').of([BRANCH_NAME: branch], 'main').slug, branch) }
	}

	@Test
	void coverageIsReadFromThreeReports() {
		assertEquals(75d, type('Coverage').percent('<report><counter type="LINE" missed="9" covered="1"/>'
				+ '<counter type="LINE" missed="5" covered="15"/></report>'))
		assertEquals(81.5d, type('Coverage').percent('<coverage line-rate="0.815" branch-rate="1">'))
		assertEquals(50d, type('Coverage').percent('mode: set\na.go:1.2,3.4 2 1\nb.go:1.2,3.4 2 0\n'))
		assertNull(type('Coverage').percent('<html/>'))
	}

	@Test
	void goTestsBecomeJUnit() {
		String report = type('GoTestReport').junit('''# a compiler's line
{"Action":"output","Package":"a","Test":"TestX","Output":"want <1>\\n"}
{"Action":"fail","Package":"a","Test":"TestX","Elapsed":0.5}
{"Action":"pass","Package":"a","Test":"TestY","Elapsed":0}
{"Action":"fail","Package":"a"}
''')
		def suite = new XmlSlurper().parseText(report)
		assertEquals('2 1', "${suite.@tests} ${suite.@failures}".toString())
		assertEquals('want <1>\n', suite.testcase[0].failure.text())
	}

	@Test
	void aMatrixHasEachCombinationButThoseExcluded() {
		List cells = type('Matrix').cells([jdk: [17, 21], db: ['h2', 'pg']], [[jdk: 17, db: ['pg']]])
		assertEquals([[jdk: '17', db: 'h2'], [jdk: '21', db: 'h2'], [jdk: '21', db: 'pg']], cells)
		assertEquals('jdk=17, db=h2', type('Matrix').name(cells[0]))
		assertEquals(['JDK=17', 'DB=h2'], type('Matrix').variables(cells[0]))
		refused('parallelMatrix needs axes') { type('Matrix').cells([:], []) }
		refused("The axis 'a b' is no name") { type('Matrix').cells(['a b': [1]], []) }
	}

	@Test
	void buildersMakeTagAndLabelAndLeaveTheDigest() {
		def image = type('ImageBuild').newInstance('registry:5000', 'shop', 'orders', 'abcdef0123456789', '1.4.0+b7')
		Map options = [base: 'alpine', labels: ['a b': 'it\'s'], context: 'app']
		String name = 'registry:5000/shop/orders'
		assertEquals("mkdir -p target && docker buildx build --push --metadata-file target/slipway-image-metadata.json --file Dockerfile "
				+ "--label 'a b=it'\\''s' --build-arg BASE_IMAGE=alpine --tag ${name}:abcdef012345 --tag ${name}:1.4.0_b7 app",
				type('ImageCommand').newInstance(image, 'docker', null).script(options))
		assertEquals("mkdir -p target && buildah build --file Dockerfile --label 'a b=it'\\''s' --build-arg BASE_IMAGE=alpine "
				+ "--tag ${name}:abcdef012345 --tag ${name}:1.4.0_b7 app "
				+ "&& buildah push --digestfile target/slipway-image.digest ${name}:abcdef012345 docker://${name}:abcdef012345 "
				+ "&& buildah push --digestfile target/slipway-image.digest ${name}:1.4.0_b7 docker://${name}:1.4.0_b7",
				type('ImageCommand').newInstance(image, 'buildah', null).script(options))
		assertEquals("mkdir -p target && /kaniko/executor --context=app --dockerfile=Dockerfile --digest-file=target/slipway-image.digest "
				+ "--destination=${name}:abcdef012345 --destination=${name}:1.4.0_b7 '--label=a b=it'\\''s' --build-arg=BASE_IMAGE=alpine",
				type('ImageCommand').newInstance(image, 'kaniko', null).script(options))
		assertTrue(type('ImageCommand').newInstance(image, 'jib', type('BuildTool').newInstance('gradle', [])).script(options).startsWith('gradle --console=plain jib '))
		String digest = 'sha256:' + 'b' * 64
		assertEquals("${name}@${digest}".toString(), image.pinned("{\"containerimage.digest\": \"${digest}\"}"))
		refused("buildImage knows no builder 'make'") { type('ImageCommand').newInstance(image, 'make', null) }
	}

	@Test
	void registriesAreKnownByTheirNames() {
		Map table = ['harbor.example.com/shop/orders': 'oci', 'docker.io/shop/orders': 'dockerhub',
				'123456789012.dkr.ecr.eu-west-1.amazonaws.com/orders': 'ecr']
		table.each { name, kind -> assertEquals(kind, type('RegistryTarget').newInstance(name, null).kind, name) }
		assertEquals('eu-west-1', type('RegistryTarget').region('123456789012.dkr.ecr.eu-west-1.amazonaws.com'))
		['orders', 'host/$(touch x)', 'host/a:tag', 'http://host/a'].each { name ->
			refused('publishImage cannot publish to') { type('RegistryTarget').newInstance(name, null) }
		}
	}

	@Test
	void scansFailFromTheSeverityOn() {
		assertTrue(type('DependencyScan').script('trivy', 'high').script.contains("--severity 'HIGH,CRITICAL' --exit-code 1"))
		assertTrue(type('DependencyScan').script('owasp', 'critical').script.contains('-DfailBuildOnCVSS=9'))
		assertTrue(type('DependencyScan').script('npm', 'medium').script.contains('--audit-level=moderate'))
		refused("dependencyScan knows no severity 'bad'") { type('DependencyScan').script('npm', 'bad') }
	}

	@Test
	void signsAsThePlatformDoes() {
		String script = type('Signature').script('http://127.0.0.1:9/x', '{"a":"\'$(touch x)"}')
		assertEquals(type('Signature').of('key', 1700000000L, '{"a":"\'$(touch x)"}'),
				'sha256=' + signedBy(script.replace('at=$(date +%s)', 'at=1700000000')))
	}

	/** Runs the script to its signature. */
	private static String signedBy(String script) {
		List<String> lines = script.readLines()
		String signing = lines.subList(0, lines.findIndexOf { it.startsWith('curl') }).join('\n') + '\nprintf %s "$signature"'
		Process process = new ProcessBuilder('sh', '-e', '-c', signing).redirectErrorStream(true).with { builder ->
			builder.environment().put('SLIPWAY_EVENTS_KEY', 'key')
			builder.start()
		}
		process.inputStream.getText('UTF-8')
	}

	@Test
	void readsWhatCurlPrints() {
		Map answer = type('Curl').answer('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 Accepted\r\nlocation: /api/v1/x/3\r\n\r\n{"a":1}\r\n')
		assertEquals([status: 202, location: '/api/v1/x/3', retryAfter: null, text: '{"a":1}\n'], answer)
		assertEquals(0, type('Curl').answer('').status)
	}

	@Test
	void aBusyPlatformSaysWhenToAskAgainWithinReason() {
		Map table = [(null): 8, '3': 3, '0': 1, '86400': 120, 'Fri, 31 Dec 1999 23:59:59 GMT': 8]
		table.each { said, seconds -> assertEquals(seconds, type('Platform').pause(8, said), String.valueOf(said)) }
		assertEquals('5', type('Curl').answer('HTTP/1.1 429 Too Many\r\nRetry-After: 5\r\n\r\n').retryAfter)
	}

	/** A folder's library is not trusted: the sandbox knows these and nothing else. Those of java.net and javax.crypto fall back to the agent. */
	@Test
	void usesNothingThatTheSandboxDenies() {
		List known = ['Exception', 'JsonSlurper', 'String', 'StringBuilder', 'String.valueOf', 'String.format', 'Math.max', 'Math.min',
				'System.currentTimeMillis', 'JsonOutput.toJson', 'Pattern.quote']
		Map fallsBack = ['Platform.groovy': ['ByteArrayOutputStream', 'URL'], 'BuildEvent.groovy': ['URL'],
				'Signature.groovy': ['SecretKeySpec', 'Mac.getInstance']]
		List own = new File('../src/dev/slipway').listFiles().collect { it.name - '.groovy' }
		List denied = []
		new File('../src/dev/slipway').eachFile { file ->
			def uses = file.getText('UTF-8').replaceAll(/(?s)\/\*.*?\*\//, '') =~ /\bnew ([A-Z]\w*)|\b((?:Math|Integer|Long|Double|Float|Boolean|String|System|JsonOutput|Pattern|Mac|UUID|Collections|Arrays|Files|URLEncoder|Thread)\.[a-z]\w*)/
			while (uses.find()) {
				String used = uses.group(1) ?: uses.group(2)
				if (!known.contains(used) && !own.contains(used) && !(fallsBack[file.name] ?: []).contains(used)) {
					denied.add("${file.name}: ${used}".toString())
				}
			}
		}
		assertEquals([], denied)
	}

	private static void refused(String start, Closure body) {
		Throwable thrown = assertThrows(Exception, body as Executable)
		assertTrue(thrown.message.startsWith(start), thrown.message)
	}

}
