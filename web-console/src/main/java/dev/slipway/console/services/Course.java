package dev.slipway.console.services;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.slipway.console.services.Journey.Crew;
import dev.slipway.console.services.Schedules.Schedule;
import dev.slipway.console.services.Schedules.Stage;
import dev.slipway.console.services.Views.Line;
import dev.slipway.console.services.Views.Release;
import org.jspecify.annotations.Nullable;

/**
 * Where a release is and where it has been, read from its phase and the stages in its
 * history.
 *
 * @param release the release
 * @param phase its phase
 * @param times when each stage that it was at began and ended, by number
 * @param last the last stage that it was at; 0 for none
 */
record Course(Release release, String phase, Map<Integer, Spell> times, int last) {

	private static final Set<String> BEFORE = Set.of("Waiting", "Creating", "Migrating", "Preparing");

	private static final Set<String> AT = Set.of("Scaling", "Rerouting", "Holding", "Smoking");

	private static final Set<String> AFTER = Set.of("Draining", "Promoting", "Warm", "Retiring", "Contracting");

	private static final Set<String> BACK = Set.of("Restoring", "Reverting", "Withdrawing");

	static Course of(Release release) {
		Map<Integer, Spell> times = new HashMap<>();
		int current = 0;
		for (Line line : release.history()) {
			int stage = line.stage();
			if (current > 0 && stage != current) {
				times.computeIfPresent(current, (number, spell) -> spell.until(line.at()));
				if (stage == 0) {
					break;
				}
			}
			if (stage > 0) {
				times.putIfAbsent(stage, new Spell(line.at(), null));
				current = stage;
			}
		}
		Schedule schedule = release.schedule();
		int last = (current == 0 && schedule != null) ? schedule.reached() : current;
		return new Course(release, (release.phase() != null) ? release.phase() : "", times, last);
	}

	/** The state of a stage, as {@link Journey.Leg} names it. */
	String state(int number) {
		if (forward() && AT.contains(this.phase)) {
			int now = stage();
			return (number == now) ? "now" : (number > now) ? "ahead" : visited(number);
		}
		if (this.release.going() && BEFORE.contains(this.phase)) {
			return "ahead";
		}
		if (promoted()) {
			return visited(number);
		}
		return (number < this.last) ? visited(number) : (number == this.last) ? "turned" : "never";
	}

	private String visited(int number) {
		return (this.times.isEmpty() || this.times.containsKey(number)) ? "done" : "skipped";
	}

	private boolean promoted() {
		return AFTER.contains(this.phase) || Set.of("SUCCEEDED", "ROLLED_BACK").contains(status())
				|| this.phase.equals("Reverting");
	}

	private boolean forward() {
		return this.release.going() && !BACK.contains(this.phase);
	}

	boolean back() {
		return this.release.going() && BACK.contains(this.phase);
	}

	boolean holds() {
		return this.phase.equals("Holding");
	}

	private int stage() {
		Schedule schedule = this.release.schedule();
		return (schedule != null) ? schedule.stage() : 0;
	}

	private String status() {
		return (this.release.status() != null) ? this.release.status() : "";
	}

	String preparing() {
		if (this.release.going() && BEFORE.contains(this.phase)) {
			return "now";
		}
		return (this.last > 0 || promoted()) ? "done" : "turned";
	}

	String prepareText() {
		return switch (this.phase) {
			case "Waiting" -> "Waits its turn";
			case "Creating" -> "Objects are made";
			case "Migrating" -> "Migration runs";
			case "Preparing" -> "Router is set";
			default -> "";
		};
	}

	String promoting() {
		if (forward() && AFTER.contains(this.phase)) {
			return "now";
		}
		if (status().equals("SUCCEEDED")) {
			return "done";
		}
		boolean revoked = status().equals("ROLLED_BACK") || this.phase.equals("Reverting");
		return revoked ? "turned" : forward() ? "ahead" : "never";
	}

	String promoteText() {
		return switch (this.phase) {
			case "Draining" -> "Old pods drain";
			case "Promoting" -> "Becomes stable";
			case "Warm" -> name() + " stays warm";
			case "Retiring" -> name() + " drains";
			case "Contracting" -> "Old data goes";
			default -> status().equals("SUCCEEDED") ? "Stable" : "";
		};
	}

	/** {@code on}, {@code back}, {@code done} or {@code failed}. */
	String direction() {
		if (this.release.going()) {
			return back() ? "back" : "on";
		}
		return status().equals("SUCCEEDED") ? "done" : "failed";
	}

	int wanted(List<Stage> stages) {
		if (forward() && AT.contains(this.phase)) {
			return stages.stream().filter((one) -> one.number() == stage()).findFirst().map(Stage::weight).orElse(0);
		}
		return (promoted() && !back() && !status().equals("ROLLED_BACK")) ? 100 : 0;
	}

	/** What the candidate has of the requests, in percent. */
	int achieved(Crew crew, int wanted) {
		Schedule schedule = this.release.schedule();
		if (!this.release.going() || schedule == null || schedule.weight() == null) {
			return this.release.going() ? 0 : wanted;
		}
		boolean ratio = this.release.strategy() != null && "REPLICAS".equals(this.release.strategy().router());
		return (ratio && AT.contains(this.phase)) ? crew.share() : schedule.weight();
	}

	/** When the hold of a stage is over; null when it does not hold. */
	@Nullable Instant until(Stage stage, boolean here) {
		Schedule schedule = this.release.schedule();
		Instant since = (schedule != null) ? schedule.since() : null;
		boolean waits = here && holds() && !stage.time().isZero();
		return (waits && since != null) ? since.plus(stage.time()) : null;
	}

	/** Until when the release before stays warm; null when it does not. */
	@Nullable Instant warmUntil() {
		Schedule schedule = this.release.schedule();
		return (schedule != null) ? schedule.warmUntil() : null;
	}

	@Nullable String took(int number) {
		Spell spell = this.times.get(number);
		return (spell != null && spell.to() != null) ? spoken(Duration.between(spell.from(), spell.to())) : null;
	}

	String sentence(int wanted, int achieved, Crew crew) {
		if (back()) {
			return "Going back to " + name() + ".";
		}
		if (!this.release.going()) {
			return switch (status()) {
				case "SUCCEEDED" -> "Promoted: it was made the stable release.";
				case "ROLLED_BACK" -> "It was promoted, and taken back.";
				case "ABORTED" -> "It was stopped; users are back on " + name() + ".";
				default -> "It was taken back; users are on " + name() + ".";
			};
		}
		if (AT.contains(this.phase)) {
			Schedule schedule = this.release.schedule();
			int all = (schedule != null) ? schedule.stages().size() : 0;
			return "Stage " + stage() + " of " + all + ": " + wanted + " % of the requests wanted, " + achieved
					+ " % reached; " + crew.fresh() + " new and " + crew.old() + " old pods ready.";
		}
		String text = BEFORE.contains(this.phase) ? prepareText() : promoteText();
		return text.isEmpty() ? "It is on its way." : Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
	}

	/** What it waits for, each as a sentence. */
	List<String> waits(Crew crew) {
		if (!this.release.going()) {
			return List.of();
		}
		Schedule schedule = this.release.schedule();
		List<String> waits = new ArrayList<>();
		if (schedule != null && schedule.pausedBy() != null && forward()) {
			waits.add("Paused by " + schedule.pausedBy() + ": it goes on when somebody resumes it.");
		}
		waits.addAll(PhaseWords.of(this, crew));
		return waits;
	}

	/** The release that it replaces, by name. */
	String name() {
		return (this.release.replaces() != null) ? "release " + this.release.replaces() : "nothing: it was the first";
	}

	/** {@code 45 s}, {@code 2 min}, {@code 1 h 30 min}. */
	static String spoken(Duration time) {
		long seconds = time.toSeconds();
		if (seconds < 60) {
			return seconds + " s";
		}
		if (seconds < 3600) {
			return seconds / 60 + " min" + ((seconds % 60 == 0) ? "" : " " + seconds % 60 + " s");
		}
		return seconds / 3600 + " h" + ((seconds % 3600 < 60) ? "" : " " + seconds % 3600 / 60 + " min");
	}

	/**
	 * How long it was somewhere.
	 *
	 * @param to null while it is there
	 */
	record Spell(Instant from, @Nullable Instant to) {

		Spell until(Instant end) {
			return (this.to != null) ? this : new Spell(this.from, end);
		}

	}

}
