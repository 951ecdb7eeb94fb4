package dev.slipway.rollout;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What users want of a live release, all their commands taken together.
 *
 * @param abort why it is to be stopped; null when nobody wants that
 * @param pausedBy who holds it where it is; null when nobody does
 * @param resumed the stage up to which holds that wait for a user are over; 0 for none
 * @param skipped the stage up to which holds and gates are over; 0 for none
 * @param promotedBy who wants all the rest skipped; null when nobody does
 * @param approvals who approved what; a refusal starts with {@code !}
 */
public record Wishes(@Nullable String abort, @Nullable String pausedBy, int resumed, int skipped,
		@Nullable String promotedBy, Map<Asked, String> approvals) {

	/** Nobody wants anything. */
	public static final Wishes NONE = new Wishes(null, null, 0, 0, null, Map.of());

	public Wishes {
		approvals = Map.copyOf(approvals);
	}

	/**
	 * Takes commands together, oldest first; a resume ends the pause before it, else the
	 * hold.
	 */
	static Wishes of(@Nullable String abort, List<Command> commands) {
		String pausedBy = null;
		int resumed = 0;
		int skipped = 0;
		String promotedBy = null;
		Map<Asked, String> approvals = new HashMap<>();
		for (Command command : commands) {
			switch (command.wish()) {
				case PAUSE -> pausedBy = command.by();
				case RESUME -> {
					resumed = (pausedBy == null) ? Math.max(resumed, command.stage()) : resumed;
					pausedBy = null;
				}
				case SKIP -> skipped = Math.max(skipped, command.stage());
				case PROMOTE -> {
					pausedBy = null;
					promotedBy = command.by();
				}
				case APPROVE -> approvals.put(command.asked(), command.by());
				case REFUSE -> approvals.put(command.asked(), "!" + command.by());
			}
		}
		return new Wishes(abort, pausedBy, resumed, skipped, promotedBy, approvals);
	}

	Wishes withAbort(String reason) {
		return new Wishes(reason, this.pausedBy, this.resumed, this.skipped, this.promotedBy, this.approvals);
	}

	/**
	 * A gate of one stage: a gate of the same name asks again at the next.
	 *
	 * @param stage counts from 1
	 * @param gate its name
	 */
	public record Asked(int stage, String gate) {
	}

	/** What can be wanted. */
	public enum Wish {

		/** Stay at the stage. */
		PAUSE,
		/** End a pause; when it is not paused, the hold that waits for a user. */
		RESUME,
		/** Leave out what is left of the stage. */
		SKIP,
		/** Leave out all stages but the last. */
		PROMOTE,
		/** A gate that asks people is passed. */
		APPROVE,
		/** A gate that asks people is not. */
		REFUSE

	}

	/**
	 * One command of a user. It names its stage, so that one that comes late does no
	 * harm.
	 *
	 * @param wish what is wanted
	 * @param stage at which stage
	 * @param gate which gate; empty when none
	 * @param by who wants it
	 */
	public record Command(Wish wish, int stage, String gate, String by) {

		Asked asked() {
			return new Asked(this.stage, this.gate);
		}

	}

}
