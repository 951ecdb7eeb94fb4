package dev.slipway.runner;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Patterns of {@code when} mean what they mean in Jenkins. */
class WhenPatternTests {

	@Test
	void aChangeLogIsMatchedAsAWhole() {
		String message = "Mend a fix\n\nJIRA-7: the reason\nof it\n";
		assertThat(DeclarativeWhen.inLog("Mend .*", message)).isTrue();
		assertThat(DeclarativeWhen.inLog(".*JIRA-7.*", message)).isTrue();
		assertThat(DeclarativeWhen.inLog("fix", message)).isFalse();
		assertThat(DeclarativeWhen.inLog("Mend", message)).isFalse();
		assertThat(DeclarativeWhen.inLog(".*other.*", message)).isFalse();
	}

	@Test
	void aCauseIsNamedByItsBeginning() {
		assertThat(DeclarativeWhen.caused("SCMTriggerCause", "SCMTrigger")).isTrue();
		assertThat(DeclarativeWhen.caused("SCMTriggerCause", "scmtrigger")).isTrue();
		assertThat(DeclarativeWhen.caused("SCMTriggerCause", "TimerTrigger")).isFalse();
		assertThat(DeclarativeWhen.caused("BranchEventCause", "BranchEventCause")).isTrue();
	}

}
