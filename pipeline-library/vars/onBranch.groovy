import dev.slipway.BranchRule

/** Runs the block on some branches only; see onBranch.txt. */
def call(Object patterns = 'main', Closure body) {
	BranchRule rule = BranchRule.of([BRANCH_NAME: env.BRANCH_NAME, TAG_NAME: env.TAG_NAME, CHANGE_ID: env.CHANGE_ID,
			GIT_BRANCH: env.GIT_BRANCH], 'main')
	if (rule.kind == BranchRule.TAG || rule.kind == BranchRule.CHANGE || !BranchRule.matches(rule.name, patterns)) {
		return null
	}
	body()
}
