package dev.slipway.analysis.adapter;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.analysis.Cases;
import dev.slipway.analysis.GateKit;
import dev.slipway.analysis.KeptRails;
import dev.slipway.analysis.SpanSeen;
import dev.slipway.observability.logs.embedded.LuceneLogOptions;
import dev.slipway.observability.logs.embedded.LuceneLogStore;
import dev.slipway.observability.metrics.embedded.ScrapedPods;
import dev.slipway.flow.Transition;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseJournal;
import dev.slipway.rollout.Wishes.Command;
import dev.slipway.test.NoRepositories;
import dev.slipway.test.SettableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class EndOfReleaseTest {

	private static final List<Transition> HISTORY = List
		.of(new Transition(1, Instant.EPOCH, "Holding", "Stage 1 of 1: 100 % of the requests", "{}"), new Transition(2,
				Instant.EPOCH, "Draining", "All stages done: olga promoted it; the old pods drain", "{}"));

	private final SettableClock clock = new SettableClock();

	private final Journal journal = new Journal();

	@Test
	void isKeptOnceAsJson(@TempDir Path folder) throws Exception {
		tell(folder, Cases.CANDIDATE);
		assertThat(this.journal.kept).singleElement().satisfies((finding) -> {
			assertThat(finding.stage()).isZero();
			assertThat(finding.gate()).isEqualTo("evidence");
			assertThat(finding.reading().conclusion()).isEqualTo(Conclusion.FAILED);
			assertThat(finding.reading().explanation()).isEqualTo("1 commit, 0 new kinds of errors, 1 exemplary trace");
			assertThat(finding.reading().evidence()).doesNotContainKey("rule");
			assertThat(new ObjectMapper().writeValueAsString(finding.reading().evidence())).contains("\"4711\"",
					"\"from\":\"c1\"", "\"to\":\"c2\"");
		});
	}

	@Test
	void ofAPromotedOneItSaysWhoOrWhatDecided(@TempDir Path folder) throws Exception {
		tell(folder, new Release(2, Cases.CANDIDATE.draft(), Outcome.SUCCEEDED, "Release 2 is stable with 2 pods"));
		assertThat(this.journal.kept).singleElement()
			.satisfies((finding) -> assertThat(finding.reading().evidence()).containsEntry("rule",
					"Release 2 is stable with 2 pods. All stages done: olga promoted it; the old pods drain"));
	}

	private void tell(Path folder, Release ended) throws Exception {
		try (ScrapedPods pods = new ScrapedPods(this.clock);
				LuceneLogStore logs = LuceneLogStore.open(LuceneLogOptions.in(folder), this.clock)) {
			GateKit kit = new GateKit(pods.store(), logs,
					(release, from, to) -> List
						.of(new SpanSeen("4711", "get /", true, null, true, from, Duration.ofMillis(5))),
					(release) -> Map.of(), new KeptRails());
			EndOfRelease end = new EndOfRelease(kit.evidence(new NoRepositories() {
				@Override
				public List<Commit> log(String team, String name, String from, int limit) {
					return List.of(new Commit(from, "Sam", "Take prepaid orders", 1));
				}
			}), (release) -> Optional.of(Cases.STABLE), (release) -> HISTORY, this.journal);
			Instant at = this.clock.instant();
			end.tell(ended, at);
			end.tell(ended, at.plusSeconds(60));
		}
	}

	/** Keeps in memory. */
	private static final class Journal implements ReleaseJournal {

		private final List<Finding> kept = new ArrayList<>();

		@Override
		public void add(Release release, Command command, Instant at) {
			throw new UnsupportedOperationException();
		}

		@Override
		public List<Command> commands(Release release) {
			return List.of();
		}

		@Override
		public void keep(Release release, Finding finding) {
			this.kept.add(finding);
		}

		@Override
		public Map<String, Reading> kept(Release release, int stage) {
			throw new UnsupportedOperationException();
		}

		@Override
		public List<Lacking> lacking(String gate, Instant endedAfter, int limit) {
			throw new UnsupportedOperationException();
		}

		@Override
		public List<Finding> findings(Release release) {
			return this.kept;
		}

	}

}
