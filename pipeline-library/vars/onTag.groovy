import dev.slipway.BranchRule

/** Runs the block for tags only; see onTag.txt. */
def call(Object patterns = '*', Closure body) {
	BranchRule rule = BranchRule.of([BRANCH_NAME: env.BRANCH_NAME, TAG_NAME: env.TAG_NAME, CHANGE_ID: env.CHANGE_ID,
			GIT_BRANCH: env.GIT_BRANCH], 'main')
	if (rule.kind != BranchRule.TAG || !BranchRule.matches(rule.name, patterns)) {
		return null
	}
	body(rule.version)
}
