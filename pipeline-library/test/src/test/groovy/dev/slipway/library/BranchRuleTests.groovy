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

	private static List preview(String status, String more = '') {
		[200, "{\"preview\":{\"name\":\"preview-4\",\"branch\":\"pr/12-faster\",\"status\":\"${status}\"${more}}}".toString()]
	}

	@Test
	void aChangeIsShownInThePreviewOfItsBranchAndAskedThere() {
		List script = [[202, '{"name":"preview-4","status":"STARTING"}'], preview('STARTING'),
				preview('RUNNING', ',"address":"http://127.9.0.1:8080"')]
		answered(script, BRANCH_NAME: 'pr/12-faster') { platform ->
			pipeline("servicePipeline(smokeTest: [url: 'https://orders.dev.example.com', paths: ['/health']], publish: [to: 'host/a'])")
			assertEquals(BUILT + ['Image', 'Preview', 'Smoke test preview'], stages)
			assertEquals('POST /api/v1/services/orders/previews '
					+ "{\"branch\":\"pr/12-faster\",\"image\":\"${OURS}\",\"commit\":\"${commit}\"}".toString(), platform.requests[0])
			assertEquals('GET /api/v1/services/orders/previews/preview-4', platform.requests[1])
			assertTrue(scripts.last().endsWith(' http://127.9.0.1:8080/health'), scripts.last())
			assertFalse(scripts.join().contains('CopyImage'), 'a change is published')
			assertEquals('preview-4 of pr/12-faster is RUNNING, at http://127.9.0.1:8080', lines.last().toString())
		}
	}

	@Test
	void aChangeWhosePreviewDoesNotRunFailsAndSaysWhy() {
		answered([[202, '{"name":"preview-4"}'], preview('FAILED', ',"reason":"pod orders-r1-x exits with 1"')], BRANCH_NAME: 'pr/12-faster') {
			assertEquals('preview-4 of pr/12-faster is FAILED: pod orders-r1-x exits with 1', failure('servicePipeline()'))
		}
	}

	@Test
	void aChangeThatGetsNoPreviewIsBuiltAllTheSame() {
		List refused = [[409, '{"detail":"The service orders has 5 previews"}']]
		answered(refused, CHANGE_ID: '12', BRANCH_NAME: 'PR-12') {
			pipeline("servicePipeline(smokeTest: [url: 'https://orders.dev.example.com'])")
			assertEquals(BUILT + ['Image', 'Preview'], stages)
			assertEquals('There is no preview: The service orders has 5 previews (HTTP 409)', lines.last().toString())
		}
		answered(refused, BRANCH_NAME: 'pr/12-faster') {
			assertEquals('The platform refused the preview: The service orders has 5 previews (HTTP 409)', failure("deployPreview(image: '${OURS}')"))
		}
	}

	@Test
	void onlyALackOfRoomForAPreviewLetsABuildGoOn() {
		[400, 401, 403, 422].each { status ->
			answered([[status, '{"detail":"No"}']], BRANCH_NAME: 'pr/12-faster') {
				assertEquals("The platform refused the preview: No (HTTP ${status})".toString(), failure('servicePipeline()'))
			}
		}
	}

	@Test
	void aPreviewThatShowsALaterImageIsNoVerdictOnTheBuild() {
		String later = OURS.replace('aaaa', 'bbbb')
		['RUNNING', 'FAILED', 'STARTING'].each { status ->
			answered([[202, '{"name":"preview-4"}'], preview('STARTING', ",\"image\":\"${OURS}\""), preview(status, ",\"image\":\"${later}\"")], BRANCH_NAME: 'pr/12-faster') { platform ->
				pipeline("servicePipeline(smokeTest: [url: 'https://orders.dev.example.com'])")
				assertEquals(3, platform.requests.size())
				assertEquals(BUILT + ['Image', 'Preview'], stages)
				assertTrue(lines.last().toString().startsWith("preview-4 of pr/12-faster shows a later image, ${later}"), lines.last().toString())
			}
		}
	}

	@Test
	void thePreviewOfAClosedRequestIsRemoved() {
		List all = [200, '[{"name":"preview-3","branch":"pr/1","status":"REMOVING"},{"name":"preview-4","branch":"pr/1","status":"RUNNING"}]']
		answered([all, [202, '{}']], BRANCH_NAME: 'pr/1') { platform ->
			pipeline('removePreview()')
			assertEquals('DELETE /api/v1/services/orders/previews/preview-4', platform.requests.last())
		}
		answered([all], BRANCH_NAME: 'pr/2') {
			pipeline('removePreview()')
			assertEquals('Branch pr/2 has no preview', lines.last().toString())
		}
	}

	@Test
	void previewsCanBeSwitchedOff() {
		environment(BRANCH_NAME: 'mr/7')
		pipeline('servicePipeline(preview: false)')
		assertEquals(BUILT, stages)
		assertEquals('Change 7 was built and tested; previews are switched off', lines.last())
	}

	@Test
	void aTagMakesTheImageOfItsVersionAndPublishesIt() {
		environment(TAG_NAME: 'v1.4.0', BRANCH_NAME: 'v1.4.0')
		pipeline("servicePipeline(publish: [to: 'host/a'])")
		assertEquals(BUILT + ['Image'], stages)
		assertTrue(scripts[3].contains('-Djib.to.tags=1.4.0 '), scripts[3])
		assertTrue(scripts[3].contains('org.opencontainers.image.version=1.4.0'), scripts[3])
		assertTrue(scripts[4].endsWith(' host/a 1.4.0'), scripts[4])
		assertEquals('Tag v1.4.0 makes the image of version 1.4.0 and releases nothing', lines.last())
	}

	@Test
	void aTagOfACommitThatIsNotMergedIsNoVersion() {
		environment(TAG_NAME: 'v1.4.0', BRANCH_NAME: 'v1.4.0')
		answers['merge-base'] = { 1 }
		pipeline('servicePipeline()')
		assertEquals(BUILT, stages)
		assertTrue(lines.last().toString().startsWith('Tag v1.4.0 is on a commit that main does not have'), lines.toString())
		answers['merge-base'] = { 2 }
		pipeline('servicePipeline()')
		assertEquals(BUILT, stages)
		assertTrue(lines.last().toString().startsWith('Whether main has the commit of tag v1.4.0 cannot be told'), lines.toString())
	}

	@Test
	void aTagThatIsNoVersionSaysSoAndIsPublishedNowhere() {
		environment(TAG_NAME: 'latest')
		pipeline("servicePipeline(publish: [to: 'host/a'])")
		assertFalse(scripts[2].contains('jib.to.tags'))
		assertEquals(3, scripts.size())
		assertTrue(lines.last().startsWith('Tag latest names no version'))
	}

	@Test
	void onlyMainAndVersionsArePublished() {
		environment(BRANCH_NAME: 'feature/x')
		pipeline("servicePipeline(publish: [to: 'host/a'])")
		assertFalse(scripts.join().contains('CopyImage'))
		answered(ONE_RELEASE, BRANCH_NAME: 'main') {
			pipeline("servicePipeline(publish: [to: 'host/a'])")
			assertTrue(scripts.join().contains('CopyImage'))
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
