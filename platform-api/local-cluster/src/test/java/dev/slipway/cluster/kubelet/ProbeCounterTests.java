package dev.slipway.cluster.kubelet;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProbeCounterTests {

	@Test
	void saysNothingBeforeThreeFailuresInARow() {
		ProbeCounter counter = new ProbeCounter(1, 3);
		assertThat(counter.next(false)).isEmpty();
		assertThat(counter.next(false)).isEmpty();
		assertThat(counter.next(true)).contains(true);
		assertThat(counter.next(false)).isEmpty();
		assertThat(counter.next(false)).isEmpty();
		assertThat(counter.next(false)).contains(false);
	}

	@Test
	void wantsAsManySuccessesAsAsked() {
		ProbeCounter counter = new ProbeCounter(2, 1);
		assertThat(counter.next(true)).isEmpty();
		assertThat(counter.next(true)).contains(true);
		assertThat(counter.next(false)).contains(false);
	}

}
