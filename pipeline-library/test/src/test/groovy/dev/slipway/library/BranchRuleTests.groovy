package dev.slipway.library

import static org.junit.jupiter.api.Assertions.assertEquals
import static org.junit.jupiter.api.Assertions.assertFalse
import static org.junit.jupiter.api.Assertions.assertTrue

import org.junit.jupiter.api.Test

/** What a build does is decided by its branch; conditions let a Jenkinsfile decide for itself. */
class BranchRuleTests extends LibraryTest {

	private static final List<String> BUILT = ['Checkout', 'Compile', 'Test']

	private static final List ONE_RELEASE = [[202, '{"number":3}'], [200, '{"number":3,"status":"SUCCEEDED"}']]

	private static final String LANE = '[{"environment":"dev"},{"environment":"staging","from":"dev","automatic":false},'\
			+ '{"environment":"prod","from":"staging","automatic":false}]'

	@Test
	void aChangeIsBuiltAndTestedAndSaysThatThereIsNoPreview() {
		answered([[200, '[{"name":"dev"},{"name":"prod"}]']], CHANGE_ID: '12', BRANCH_NAME: 'PR-12') {
			pipeline('servicePipeline()')
			assertEquals(BUILT, stages)
			assertEquals("Change 12 was built and tested. The platform has no environment 'preview' to preview it in", lines.last())
		}
	}

	@Test
	void aChangeIsReleasedToThePreviewThatThePlatformHas() {
		answered([[200, '[{"name":"dev"},{"name":"preview"}]']] + ONE_RELEASE, BRANCH_NAME: 'pr/12-faster') {
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
	void mainGoesToStagingAndAsksForProdWithoutWaitingForPeople() {
		List answers = ONE_RELEASE + [[200, LANE], [202, '{"number":3}'],
				[200, '{"promotion":{"number":3,"environment":"staging","status":"SUCCEEDED"}}'], [202, '{"number":3}'],
				[200, '{"promotion":{"number":3,"environment":"prod","status":"ASKING","approvals":1,"answers":[]}}']]
		answered(answers, SLIPWAY_PROMOTE: null) { platform ->
			pipeline('servicePipeline()')
			assertEquals(BUILT + ['Image', 'Release to dev', 'Promote to staging', 'Promote to prod'], stages)
			assertTrue(lines.last().startsWith('Promotion 3 waits for 1 approval(s) in the platform'), lines.last())
			assertEquals(2, platform.requests.count { it.startsWith('POST') && it.contains('/promotions') })
		}
	}

	@Test
	void leavesToThePlatformWhatItPromotesByItself() {
		answered(ONE_RELEASE + [[200, LANE.replace('"automatic":false', '"automatic":true')]], SLIPWAY_PROMOTE: 'staging, prod') {
			pipeline('servicePipeline()')
			assertEquals(BUILT + ['Image', 'Release to dev'], stages)
		}
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
