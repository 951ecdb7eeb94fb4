package dev.slipway.preview;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.slipway.flow.FlowKind;
import dev.slipway.flow.FlowView;
import dev.slipway.preview.Preview.Answer;
import dev.slipway.preview.PreviewSeen.Ending;
import dev.slipway.preview.PreviewSeen.Place;
import dev.slipway.test.CrashKit;
import dev.slipway.test.Lab;
import dev.slipway.test.NoRepositories;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The driver dies or stalls anywhere: each image is released once, and all that was made
 * is removed.
 */
@NullUnmarked
class PreviewCrashTest {

	@TestFactory
	Stream<DynamicTest> survivesCrashesUntilItsBranchIsDeleted() {
		return new CrashKit<PreviewState>((lab) -> new OnePreview(lab, End.BRANCH_DELETED)).crashes();
	}

	@TestFactory
	Stream<DynamicTest> survivesBeingOvertakenUntilItsBranchIsDeleted() {
		return new CrashKit<PreviewState>((lab) -> new OnePreview(lab, End.BRANCH_DELETED)).overtaken();
	}

	@TestFactory
	Stream<DynamicTest> survivesCrashesUntilItIsIdleForTooLong() {
		return new CrashKit<PreviewState>((lab) -> new OnePreview(lab, End.IDLE)).crashes();
	}

	@TestFactory
	Stream<DynamicTest> survivesCrashesWhenItIsRemovedWhileARelease() {
		return new CrashKit<PreviewState>((lab) -> new OnePreview(lab, End.REMOVED_EARLY)).crashes();
	}

	@TestFactory
	Stream<DynamicTest> survivesBeingOvertakenWhenItIsRemovedWhileARelease() {
		return new CrashKit<PreviewState>((lab) -> new OnePreview(lab, End.REMOVED_EARLY)).overtaken();
	}

	@TestFactory
	Stream<DynamicTest> dropsTheDatabaseAlsoWhenItsNamespaceWasDeletedByHand() {
		return new CrashKit<PreviewState>((lab) -> new OnePreview(lab, End.DELETED_BY_HAND)).crashes();
	}

	@TestFactory
	Stream<DynamicTest> leavesWhatWasThereBefore() {
		return new CrashKit<PreviewState>((lab) -> new OnePreview(lab, End.FOREIGN)).crashes();
	}

	private enum End {

		BRANCH_DELETED, IDLE, REMOVED_EARLY, DELETED_BY_HAND, FOREIGN

	}

	private static final class OnePreview extends NoRepositories
			implements CrashKit.Scenario<PreviewState>, PreviewPlaces, PreviewReleases {

		private static final PreviewLimits LIMITS = new PreviewLimits(5, 20, Duration.ofHours(72));

		private final FakePreviews store = new FakePreviews();

		private final List<String> released = new ArrayList<>();

		private final Lab lab;

		private final Clock clock;

		private final End end;

		private Place place;

		private boolean branch = true;

		private boolean live;

		private Ending ending;

		private boolean database;

		private int passes;

		OnePreview(Lab lab, End end) {
			this.lab = lab;
			this.clock = lab.clock();
			this.end = end;
			this.place = (end == End.FOREIGN) ? Place.FOREIGN : Place.MISSING;
			this.store.add(FakePreviews.preview(0, FakePreviews.wanted(1, "one", this.clock.instant()), Answer.NONE,
					null, null), LIMITS, (added) -> {
					});
		}

		@Override
		public FlowKind<PreviewState, ?, ?> kind() {
			return new PreviewKind(this.store, this, this, this, LIMITS, this.clock);
		}

		@Override
		public String id() {
			return "orders/preview-1";
		}

		@Override
		public PreviewState initial() {
			return new PreviewState.Deploying(1);
		}

		/** A world that goes on by what it has seen, not by how often it was asked. */
		@Override
		public void pass(Lab running) {
			Preview now = this.store.find(1).orElseThrow();
			if (this.place == Place.GOING) {
				this.place = Place.MISSING;
			}
			if (this.end == End.REMOVED_EARLY && this.live) {
				this.store.close(now, "Removed by sam");
			}
			else if (this.live) {
				this.live = false;
				this.ending = new Ending(true, "");
			}
			if (resting(running, 1)) {
				this.store.want(now, FakePreviews.wanted(2, "two", this.clock.instant()), false);
			}
			if (resting(running, 2)) {
				over();
			}
		}

		private void over() {
			if (this.end == End.IDLE) {
				this.lab.clock().advance(Duration.ofHours(1));
			}
			else if (this.end == End.DELETED_BY_HAND) {
				this.place = Place.MISSING;
			}
			else {
				this.branch = false;
			}
		}

		private boolean resting(Lab running, int sequence) {
			return running.stored().text().contains("Resting")
					&& this.store.find(1).orElseThrow().answer().sequence() == sequence
					&& this.store.find(1).orElseThrow().wanted().sequence() == sequence;
		}

		@Override
		public Object ending(FlowView<PreviewState> view) {
			Preview kept = this.store.find(1).orElseThrow();
			assertThat(this.database).as("no database is left behind").isFalse();
			boolean left = this.place == Place.OURS || this.place == Place.FOREIGN;
			return List.of(view.state().getClass(), left, this.released, this.live, this.database,
					kept.removedAt() != null, kept.closing() != null);
		}

		@Override
		public Optional<String> head(String team, String name, String wanted) {
			return this.branch ? Optional.of("c0ffee1") : Optional.empty();
		}

		@Override
		public Place look(Preview preview) {
			return this.place;
		}

		@Override
		public void make(Preview preview) {
			this.lab.point("make");
			if (this.place == Place.MISSING) {
				this.place = Place.OURS;
			}
			this.lab.point("made");
		}

		@Override
		public void remove(Preview preview, boolean withDatabase) {
			if (this.place == Place.FOREIGN) {
				return;
			}
			this.database = this.database && !withDatabase;
			this.lab.point("database removed");
			if (this.place == Place.OURS) {
				this.place = Place.GOING;
			}
		}

		@Override
		public void request(Preview preview, PreviewStore previews) {
			this.lab.point("asked");
			previews.released(preview, preview.wanted().sequence(), this.released.size() + 1);
			this.released.add(preview.wanted().image());
			this.live = true;
			this.ending = null;
			this.database = true;
			this.lab.point("kept");
		}

		@Override
		public boolean live(Preview preview) {
			return this.live;
		}

		@Override
		public void stop(Preview preview) {
			this.live = false;
			this.lab.point("stopped");
		}

		@Override
		public Ending ending(Preview preview, int release) {
			return (release == this.released.size()) ? this.ending : new Ending(false, "Superseded");
		}

		@Override
		public boolean database(Preview preview) {
			return true;
		}

	}

}
