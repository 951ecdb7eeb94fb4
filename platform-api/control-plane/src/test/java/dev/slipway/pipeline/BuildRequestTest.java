package dev.slipway.pipeline;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a build is of: a branch, a tag, or a change under review. */
@NullUnmarked
class BuildRequestTest {

	@Test
	void aTagStaysOneWhenItIsBuiltAgain() {
		BuildRequest tag = BuildRequest.ofTag("shop", "orders", "v1.4.0", "c1", "ann");
		assertThat(tag.tag()).isEqualTo("v1.4.0");
		assertThat(tag.ofPush()).isTrue();
		assertThat(tag.key()).isNotEqualTo(BuildRequest.ofTag("shop", "orders", "v1.4.0", "c2", "ann").key());
		BuildRequest again = tag.again("rerun:1:x", "Build 1 again, by ben", "ben");
		assertThat(again.tag()).isEqualTo("v1.4.0");
		assertThat(again.ofPush()).isFalse();
		assertThat(again.again("rerun:2:y", "", "ben").tag()).isEqualTo("v1.4.0");
	}

	@Test
	void aBranchIsNoTag() {
		BuildRequest push = BuildRequest.ofPush("shop", "orders", "v1.4.0", "c1", "ann");
		assertThat(push.tag()).isNull();
		assertThat(push.again("rerun:1:x", "", "ben").tag()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "pr/12-title, 12-title", "mr/7, 7", "change/dark-mode, dark-mode", "main,", "feature/pr/1,", "pr/," })
	void changesAreBranchesByConvention(String branch, String change) {
		assertThat(BuildRequest.ofPush("shop", "orders", branch, "c1", "ann").change()).isEqualTo(change);
		assertThat(BuildRequest.ofTag("shop", "orders", branch, "c1", "ann").change()).isNull();
	}

}
