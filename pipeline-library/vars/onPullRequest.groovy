import dev.slipway.BranchRule

/** Runs the block for changes under review only; see onPullRequest.txt. */
def call(Closure body) {
	BranchRule rule = BranchRule.of([BRANCH_NAME: env.BRANCH_NAME, TAG_NAME: env.TAG_NAME, CHANGE_ID: env.CHANGE_ID,
			GIT_BRANCH: env.GIT_BRANCH], 'main')
	if (rule.kind != BranchRule.CHANGE) {
		return null
	}
	body(rule.change)
}
