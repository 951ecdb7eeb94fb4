package dev.slipway.pipeline;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import dev.slipway.pipeline.CommitReleases.Placed;
import dev.slipway.repository.Repositories.Commit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Lead time for changes, from commits to production. */
@NullUnmarked
class LeadTimeTest {

	private static final Instant DAY = Instant.parse("2026-11-21T00:00:00Z");

	private static final List<Commit> LOG = List.of(commit("c", "10:30"), commit("b", "09:50"), commit("a", "09:00"),
			commit("old", "01:00"));

	private static List<Commit> log(String from, Set<String> without) {
		List<String> ids = LOG.stream().map(Commit::id).toList();
		int end = without.stream().mapToInt(ids::indexOf).min().orElse(ids.size());
		return LOG.subList(Math.min(ids.indexOf(from), end), end);
	}

	@Test
	void everyCommitThatCameCounts() {
		LeadTime time = LeadTime.of(List.of(live("old", "02:00"), live("b", "10:00")), at("03:00"), LeadTimeTest::log);
		assertThat(time).isEqualTo(new LeadTime(2, 1, 600L));
	}

	@Test
	void aCommitComesOnce() {
		LeadTime time = LeadTime.of(
				List.of(live("old", "02:00"), live("b", "10:00"), live("c", "10:40"), live("c", "11:00")), at("03:00"),
				LeadTimeTest::log);
		assertThat(time).isEqualTo(new LeadTime(3, 3, 600L));
	}

	@Test
	void anOlderCommitBringsNothing() {
		LeadTime time = LeadTime.of(
				List.of(live("b", "02:00"), live("old", "04:00"), live("b", "05:00"), live("c", "10:40")), at("03:00"),
				LeadTimeTest::log);
		assertThat(time).isEqualTo(new LeadTime(1, 3, 600L));
	}

	@Test
	void ofTheFirstReleaseOnlyItsOwnCommitIsKnownToBeNew() {
		assertThat(LeadTime.of(List.of(live("b", "10:00")), at("03:00"), LeadTimeTest::log))
			.isEqualTo(new LeadTime(1, 1, 600L));
	}

	@Test
	void withoutReleasesThereIsNone() {
		assertThat(LeadTime.of(List.of(), DAY, LeadTimeTest::log)).isEqualTo(new LeadTime(0, 0, null));
		assertThat(LeadTime.of(List.of(live("unknown", "10:00")), DAY, (commit, without) -> List.of()).p50Seconds())
			.isNull();
	}

	private static Placed live(String commit, String time) {
		return new Placed("prod", 1, commit, "image", null, "SUCCEEDED", false, at(time), at(time));
	}

	private static Commit commit(String id, String time) {
		return new Commit(id, "ann", "m", at(time).getEpochSecond());
	}

	private static Instant at(String time) {
		return Instant.parse("2026-11-21T" + time + ":00Z");
	}

}
