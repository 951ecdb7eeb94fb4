package dev.slipway.library

import static org.junit.jupiter.api.Assertions.assertEquals
import static org.junit.jupiter.api.Assertions.assertFalse
import static org.junit.jupiter.api.Assertions.assertTrue

import groovy.json.JsonOutput

import org.junit.jupiter.api.Test

/** What a build does is decided by its branch; conditions let a Jenkinsfile decide for itself. */
class BranchRuleTests extends LibraryTest {

	private static final List<String> BUILT = ['Checkout', 'Compile', 'Test']

	private static final List ONE_RELEASE = [[202, '{"number":3}'], [200, '{"number":3,"status":"SUCCEEDED"}']]

	private static final String OURS = 'localhost:5001/shop/orders@sha256:' + 'a' * 64

	private static final String OTHERS = 'localhost:5001/shop/orders@sha256:' + 'b' * 64

	/** The lane of dev, staging and prod, by what runs there; more of staging and prod is given. */
	private static List lane(List<String> runs, Map staging = [:], Map prod = [approvals: 1]) {
		List all = [[environment: 'dev'], [environment: 'staging', from: 'dev'] + staging, [environment: 'prod', from: 'staging'] + prod]
		for (int i = 0; i < 3; i++) {
			all[i] = all[i] + [runs: runs[i] == null ? null : [release: 2, image: runs[i]]]
		}
		[200, JsonOutput.toJson(all)]
	}

	private static List promoted(String environment, String status = 'SUCCEEDED') {
		[[202, '{"number":3}'], [200, JsonOutput.toJson([promotion: [number: 3, environment: environment, status: status, approvals: 1, answers: []]])]]
	}

	@Test
	void aChangeIsBuiltAndTestedAndSaysThatThereIsNoPreview() {
		answered([[200, '[{"environment":"dev"},{"environment":"prod"}]']], CHANGE_ID: '12', BRANCH_NAME: 'PR-12') {
			pipeline('servicePipeline()')
			assertEquals(BUILT, stages)
			assertEquals("Change 12 was built and tested. The platform has no environment 'preview' to preview it in", lines.last())
		}
	}

	@Test
	void aChangeIsReleasedToThePreviewThatThePlatformHas() {
		answered([[200, '[{"environment":"dev"},{"environment":"preview"}]']] + ONE_RELEASE, BRANCH_NAME: 'pr/12-faster') {
			pipeline('servicePipeline()')
			assertEquals(BUILT + ['Image', 'Release to preview'], stages)
		}
	}

	@Test
	void previewsCanBeSwitchedOff() {
		environment(BRANCH_NAME: 'mr/7')
		pipeline("servicePipeline(preview: '')")
		assertEquals(BUILT, stages)
		assertEquals('Change 7 was built and tested; previews are switched off', lines.last())
	}

	@Test
	void aTagMakesTheImageOfItsVersion() {
		environment(TAG_NAME: 'v1.4.0', BRANCH_NAME: 'v1.4.0')
		pipeline('servicePipeline()')
		assertEquals(BUILT + ['Image'], stages)
		assertTrue(scripts[2].contains('-Djib.to.tags=1.4.0 '), scripts[2])
		assertTrue(scripts[2].contains('org.opencontainers.image.version=1.4.0'), scripts[2])
		assertEquals('Tag v1.4.0 makes the image of version 1.4.0 and releases nothing', lines.last())
	}

	@Test
	void aTagThatIsNoVersionSaysSo() {
		environment(TAG_NAME: 'latest')
		pipeline('servicePipeline()')
		assertFalse(scripts[2].contains('jib.to.tags'))
		assertTrue(lines.last().startsWith('Tag latest names no version'))
	}

	@Test
	void aPlatformThatDoesNotTellHasNoPreviewAndThatIsSaid() {
		answered([[403, '{"detail":"Not yours"}']], CHANGE_ID: '12', BRANCH_NAME: 'PR-12') {
			pipeline('servicePipeline()')
			assertEquals(BUILT, stages)
			assertTrue(lines.contains('There is no preview: Not yours (HTTP 403)'), lines.toString())
		}
	}

	@Test
	void mainGoesToStagingAndAsksForProdWithoutWaitingForPeople() {
		List answers = ONE_RELEASE + [lane([OURS, OTHERS, null])] + promoted('staging') + [lane([OURS, OURS, null])] + promoted('prod', 'ASKING')
		answered(answers, SLIPWAY_PROMOTE: null) { platform ->
			pipeline('servicePipeline()')
			assertEquals(BUILT + ['Image', 'Release to dev', 'Promote to staging', 'Promote to prod'], stages)
			assertTrue(lines.last().startsWith('Promotion 3 waits for 1 approval(s) in the platform'), lines.last())
			List posts = platform.requests.findAll { it.startsWith('POST') && it.contains('/promotions') }
			assertEquals(2, posts.size())
			assertTrue(posts.every { it.endsWith("{\"image\":\"${OURS}\"}") }, posts.toString())
		}
	}

	@Test
	void endsWhereThePlatformPromotesByItself() {
		answered(ONE_RELEASE + [lane([OURS, OTHERS, null], [automatic: true])], SLIPWAY_PROMOTE: 'staging, prod') {
			pipeline('servicePipeline()')
			assertEquals(BUILT + ['Image', 'Release to dev'], stages)
			assertEquals('The build does not promote to staging: the platform promotes there by itself', lines.last())
		}
	}

	@Test
	void promotesNothingThatItDidNotBuild() {
		answered(ONE_RELEASE + [lane([OTHERS, null, null])], SLIPWAY_PROMOTE: null) {
			pipeline('servicePipeline()')
			assertEquals("The build does not promote to staging: dev runs ${OTHERS}, which is not this build's image".toString(), lines.last())
		}
		answered(ONE_RELEASE + [lane([OURS, null, null])] + promoted('staging') + [lane([OTHERS, OTHERS, null])], SLIPWAY_PROMOTE: null) {
			pipeline('servicePipeline()')
			assertEquals("The build does not promote to prod: staging runs ${OTHERS}, which is not this build's image".toString(), lines.last())
		}
	}

	@Test
	void theLastEnvironmentWithoutApprovalsIsReachedOnlyWhenNamed() {
		List before = ONE_RELEASE + [lane([OURS, OURS, null], [:], [approvals: 0])] * 2
		answered(before, SLIPWAY_PROMOTE: null) {
			pipeline('servicePipeline()')
			assertTrue(lines.last().startsWith('The build does not promote to prod: nobody has to approve it there'), lines.last())
		}
		answered(before + promoted('prod'), SLIPWAY_PROMOTE: null) {
			pipeline("servicePipeline(promote: ['staging', 'prod'])")
			assertEquals('Promote to prod', stages.last())
		}
	}

	@Test
	void anObstacleIsAMessageAndNoFailure() {
		answered(ONE_RELEASE + [lane([OURS, null, null], [obstacle: 'Promotion 2 is under way'])], SLIPWAY_PROMOTE: null) {
			pipeline('servicePipeline()')
			assertEquals('The build does not promote to staging: Promotion 2 is under way', lines.last())
		}
		answered(ONE_RELEASE + [lane([OURS, null, null]), [409, '{"detail":"dev runs another image"}']], SLIPWAY_PROMOTE: null) {
			pipeline('servicePipeline()')
			assertEquals('Nothing is promoted to staging: dev runs another image (HTTP 409)', lines.last())
		}
		answered(ONE_RELEASE + [lane([OURS, null, null])] + promoted('staging', 'OUTDATED'), SLIPWAY_PROMOTE: null) {
			pipeline('servicePipeline()')
			assertEquals('Promotion 3 to staging ended as OUTDATED: no reason given', lines.last())
		}
	}

	@Test
	void aBuildWithoutABranchTakesTheOneCheckedOutAndReleasesNothingWithoutOne() {
		answered(ONE_RELEASE, BRANCH_NAME: null, GIT_BRANCH: 'origin/main') {
			pipeline('servicePipeline()')
			assertEquals('Release to dev', stages.last())
		}
		environment(BRANCH_NAME: null, GIT_BRANCH: 'origin/feature/x')
		pipeline('servicePipeline()')
		assertEquals('Branch feature/x is not released; main is', lines.last())
		environment(GIT_BRANCH: null)
		pipeline("servicePipeline(); onBranch { echo 'released' }")
		assertEquals('Branch HEAD is not released; main is', lines.last())
	}

	@Test
	void theLocalRunnerPromotesNothingAndDeclaresNothing() {
		answered(ONE_RELEASE, SLIPWAY_PROMOTE: null, SLIPWAY_RUNNER: 'local', SLIPWAY_EVENTS: null) {
			pipeline('servicePipeline()')
			assertEquals(BUILT + ['Image', 'Release to dev'], stages)
			assertFalse(called('properties'))
		}
	}

	@Test
	void conditionsDecideByBranchTagAndChange() {
		String all = """onBranch(['main', 'release/*']) { echo 'branch' }
				onTag('v*') { version -> echo "tag \${version}" }
				onPullRequest { change -> echo "change \${change}" }"""
		Map<Map, List<String>> table = [([BRANCH_NAME: 'main']): ['branch'], ([BRANCH_NAME: 'release/1']): ['branch'],
				([BRANCH_NAME: 'feature/x']): [], ([TAG_NAME: 'v2.0.0-rc.1']): ['tag 2.0.0-rc.1'], ([TAG_NAME: 'x1']): [],
				([CHANGE_ID: '5', BRANCH_NAME: 'PR-5']): ['change 5'], ([BRANCH_NAME: 'change/dark-mode']): ['change dark-mode']]
		table.each { given, said ->
			environment([BRANCH_NAME: null, TAG_NAME: null, CHANGE_ID: null] + given)
			lines.clear()
			pipeline(all)
			assertEquals(said, lines.collect { it.toString() }, given.toString())
		}
	}

	private void answered(Map variables, List answers, Closure body) {
		new PlatformDouble(answers).withCloseable { platform ->
			environment([SLIPWAY_URL: platform.url] + variables)
			body(platform)
		}
	}

}
