package dev.slipway.rollout.adapter;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is shown of a program's output when its release fails. */
class LastLinesTest {

	@Test
	void ofAStructuredLineTheMessageIsLeft() {
		assertThat(LastLines.of("""
				Picked up JAVA_TOOL_OPTIONS: -Xmx192m
				{"log":{"level":"INFO"},"message":"Started"}
				{"log.level":"ERROR","message":"No licence","error":{"message":"no such file"}}
				""")).isEqualTo("INFO Started\nERROR No licence: no such file");
	}

	@Test
	void otherLinesStayAsTheyAre() {
		assertThat(LastLines.of("FATAL: no licence\n{ not json\n{\"answer\":42}\n"))
			.isEqualTo("FATAL: no licence\n{ not json\n{\"answer\":42}");
	}

	@Test
	void theEndIsKept() {
		assertThat(LastLines.of("a".repeat(5000) + "\nthe end")).hasSize(1001).startsWith("…").endsWith("the end");
	}

}
