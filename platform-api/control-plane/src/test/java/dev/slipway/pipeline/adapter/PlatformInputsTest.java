package dev.slipway.pipeline.adapter;

import java.util.Map;

import dev.slipway.pipeline.BuildRequest;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a build on this machine is told as a forge would tell it. */
@NullUnmarked
class PlatformInputsTest {

	@Test
	void aTagIsNamed() {
		assertThat(PlatformInputs.special(BuildRequest.ofTag("shop", "orders", "v1.4.0", "c1", "ann")))
			.isEqualTo(Map.of("TAG_NAME", "v1.4.0"));
	}

	@Test
	void aChangeUnderReviewIsNumbered() {
		assertThat(PlatformInputs.special(BuildRequest.ofPush("shop", "orders", "pr/12-title", "c1", "ann")))
			.isEqualTo(Map.of("CHANGE_ID", "12-title", "CHANGE_BRANCH", "pr/12-title", "CHANGE_TARGET", "main",
					"CHANGE_AUTHOR", "ann"));
	}

	@Test
	void aBranchIsNeither() {
		assertThat(PlatformInputs.special(BuildRequest.ofPush("shop", "orders", "main", "c1", "ann"))).isEmpty();
	}

}
