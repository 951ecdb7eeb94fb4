package dev.slipway.library

import static org.junit.jupiter.api.Assertions.assertEquals
import static org.junit.jupiter.api.Assertions.assertFalse
import static org.junit.jupiter.api.Assertions.assertTrue

import org.junit.jupiter.api.Test

/** A Jenkinsfile of three lines goes the whole way, and stops where something fails. */
class GoldenPathTests extends LibraryTest {

	private static final List RELEASED = [[202, '{"number":3,"status":"PROGRESSING"}'],
			[200, '{"number":3,"status":"PROGRESSING","phase":"Surging","replicas":2,"readyReplicas":0}'],
			[200, '{"number":3,"status":"PROGRESSING","phase":"Surging","replicas":2,"readyReplicas":0}'],
			[200, '{"number":3,"status":"SUCCEEDED","phase":"Promoted","replicas":2,"readyReplicas":2}']]

	@Test
	void goesThroughTheStoredSteps() {
		new PlatformDouble(RELEASED).withCloseable { platform ->
			environment(SLIPWAY_URL: platform.url)
			pipeline('servicePipeline()')
			stored('golden-path.txt', steppedThrough().replace(platform.url, 'PLATFORM'))
		}
	}

	@Test
	void asksForTheReleaseOnceAndPrintsEachNewsOnce() {
		new PlatformDouble(RELEASED).withCloseable { platform ->
			environment(SLIPWAY_URL: platform.url)
			pipeline('servicePipeline()')
			assertEquals(4, platform.requests.size())
			assertEquals('POST /api/v1/services/orders/environments/dev/releases '
					+ "{\"image\":\"localhost:5001/shop/orders@sha256:${'a' * 64}\",\"commit\":\"${commit}\"}",
					platform.requests[0])
			assertEquals('GET /api/v1/services/orders/environments/dev/releases/3', platform.requests[1])
			assertEquals('Bearer secret-token', platform.headers['Authorization'])
			assertTrue(platform.headers['Idempotency-key'] ==~ /[!-~]{1,185} -?\d+/)
			assertEquals(['Release 3 Surging, 0/2 pods ready', 'Release 3 Promoted, 2/2 pods ready'],
					lines.findAll { it.startsWith('Release') })
		}
	}

	@Test
	void failsWithThePlatformsReason() {
		List failed = [RELEASED[0], [200, '{"number":3,"status":"FAILED","reason":"pod orders-r3-x exits with 1"}']]
		new PlatformDouble(failed).withCloseable { platform ->
			environment(SLIPWAY_URL: platform.url)
			assertEquals('Release 3 ended as FAILED: pod orders-r3-x exits with 1', failure('servicePipeline()'))
		}
	}

	@Test
	void failsWithWhatThePlatformRefusesAndItsRemedy() {
		List refused = [[422, '{"detail":"no such image","fields":{"image":"is unknown"},"remedy":"Build first"}']]
		new PlatformDouble(refused).withCloseable { platform ->
			environment(SLIPWAY_URL: platform.url)
			assertEquals('The platform refused the release: no such image (HTTP 422); image: is unknown. '
					+ 'What to do: Build first', failure('servicePipeline()'))
		}
	}

	@Test
	void triesAgainWhenThePlatformIsBusy() {
		new PlatformDouble([[503, 'not yet']] + RELEASED).withCloseable { platform ->
			environment(SLIPWAY_URL: platform.url)
			pipeline('servicePipeline()')
			assertEquals(5, platform.requests.size())
		}
	}

	@Test
	void buildsButDoesNotReleaseAnotherBranch() {
		environment(BRANCH_NAME: 'feature/x')
		pipeline('servicePipeline()')
		assertEquals('Branch feature/x is not released; main is', lines.last())
		assertEquals(3, scripts.size())
	}

	@Test
	void anUnstableBuildMakesNoImageAndReleasesNothing() {
		binding.setVariable('currentBuild', [currentResult: 'UNSTABLE'])
		pipeline('servicePipeline()')
		assertEquals(['Checkout', 'Compile', 'Test'], stages)
		assertEquals('The build is UNSTABLE: it makes no image and releases nothing', lines.last())
	}

	@Test
	void buildsTheCommitThatThePlatformAskedFor() {
		String wanted = 'f' * 40
		environment(SLIPWAY_COMMIT: wanted, BRANCH_NAME: 'feature/x')
		pipeline('servicePipeline()')
		assertTrue(scripts[0].endsWith("git checkout --quiet --force --detach ${wanted}"), scripts[0])
		assertTrue(scripts.last().contains("/orders:${wanted.take(12)} "), scripts.last())
		assertTrue(steppedThrough().contains('name=SLIPWAY_COMMIT'))
		environment(SLIPWAY_COMMIT: 'main; touch x')
		assertEquals("SLIPWAY_COMMIT is no commit but 'main; touch x'", failure('servicePipeline()'))
	}

	@Test
	void publishesTestResultsWhenTestsFailAndStops() {
		answers['verify'] = { throw new LibraryTest.Failed('script returned exit code 1') }
		assertEquals('script returned exit code 1', failure('servicePipeline()'))
		assertTrue(steppedThrough().contains('junit'))
		assertFalse(steppedThrough().contains('buildImage'))
	}

	@Test
	void refusesAnUnknownParameterAndABadName() {
		assertEquals("servicePipeline has no parameter 'enviroment'; it has: service, team, agent, releaseBranch, "
				+ 'environment, promote, preview, timeoutMinutes, checks, build, image, publish, release, smokeTest, notify, '
				+ 'parameters', failure("servicePipeline(enviroment: 'dev')"))
		assertTrue(failure("servicePipeline(service: 'Or ders')").startsWith("The service 'Or ders' is not a name"))
	}

	@Test
	void saysThatThereIsNoPom() {
		files.remove('pom.xml')
		assertTrue(failure('servicePipeline()').startsWith('There is nothing to build with: none of pom.xml, build.gradle'))
	}

	@Test
	void refusesAnImageWithoutDigest() {
		files['target/jib-image.digest'] = 'nothing'
		assertEquals("The image builder left no digest but 'nothing'", failure('servicePipeline()'))
	}

	/** Compares with the stored text; a changed golden path shows what it would be in target/callstacks. */
	private void stored(String name, String actual) {
		File now = new File("target/callstacks/${name}")
		now.parentFile.mkdirs()
		now.setText(actual + '\n', 'UTF-8')
		assertEquals(getClass().getResource("/callstacks/${name}")?.getText('UTF-8'), actual + '\n')
	}

}
