package dev.slipway.chaos;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FenceTest {

	@Test
	void readsWhatItWrites() {
		assertThat(Fence.parse(new Fence(1767607200000L, 12).toString())).contains(new Fence(1767607200000L, 12));
		assertThat(Fence.parse("")).isEmpty();
		assertThat(Fence.parse("12")).isEmpty();
		assertThat(Fence.parse("a.b")).isEmpty();
	}

	@Test
	void aLaterRunComesFirstAndThenTheEpoch() {
		assertThat(new Fence(2, 1)).isGreaterThan(new Fence(1, 9));
		assertThat(new Fence(2, 2)).isGreaterThan(new Fence(2, 1));
	}

}
