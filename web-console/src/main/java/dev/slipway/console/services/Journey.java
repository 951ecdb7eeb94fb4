package dev.slipway.console.services;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.slipway.console.services.Schedules.Finding;
import dev.slipway.console.services.Schedules.Gate;
import dev.slipway.console.services.Schedules.Schedule;
import dev.slipway.console.services.Schedules.Stage;
import dev.slipway.console.services.Views.Pod;
import dev.slipway.console.services.Views.Release;
import org.jspecify.annotations.Nullable;

/**
 * A release as a picture: its legs from left to right, where it is, and whether it goes
 * on or back.
 *
 * @param legs the preparation, the stages, the promotion
 * @param direction {@code on}, {@code back}, {@code done} or {@code failed}
 * @param sentence where it is, to be read aloud when it changes
 * @param wanted the candidate's share of the requests that the stage wants, in percent
 * @param achieved what it has, in percent: by its ready pods where they are the weight,
 * else what the router was told
 * @param waits what it waits for
 */
record Journey(List<Leg> legs, String direction, String sentence, int wanted, int achieved, List<String> waits) {

	/** Marks of gates in the colours of their conclusions. */
	private static final Map<String, String> SIGNS = Map.of("PASSED", "check", "FAILED", "cross", "NO_DATA", "question",
			"INCONCLUSIVE", "question", "NOT_APPLICABLE", "minus");

	/** Draws a release. */
	static Journey of(Release release, List<Pod> pods) {
		Course course = Course.of(release);
		Crew crew = Crew.of(release, pods);
		List<Leg> legs = new ArrayList<>();
		legs.add(Leg.cap("Prepare", course.preparing(), course.prepareText()));
		Schedule schedule = release.schedule();
		List<Stage> stages = (schedule != null) ? schedule.stages() : List.of();
		stages.forEach((stage) -> legs.add(leg(release, course, crew, stage)));
		legs.add(Leg.cap("Promote", course.promoting(), course.promoteText()));
		int wanted = course.wanted(stages);
		int achieved = course.achieved(crew, wanted);
		return new Journey(List.copyOf(legs), course.direction(), course.sentence(wanted, achieved, crew), wanted,
				achieved, course.waits(crew));
	}

	/** The leg where it is; null when it is on none. */
	public @Nullable Leg now() {
		return this.legs.stream().filter((leg) -> leg.state().equals("now")).findFirst().orElse(null);
	}

	private static Leg leg(Release release, Course course, Crew crew, Stage stage) {
		String state = course.state(stage.number());
		boolean here = state.equals("now");
		Integer achieved = here ? Integer.valueOf(course.achieved(crew, stage.weight())) : null;
		List<Mark> marks = stage.gates().stream().map((gate) -> mark(release, stage, gate, here)).toList();
		return new Leg("Stage " + stage.number(), state, stage, achieved, here ? crew.fresh() : null,
				here ? crew.old() : null, hold(stage, course, here), course.until(stage, here),
				course.took(stage.number()), "", marks);
	}

	private static @Nullable String hold(Stage stage, Course course, boolean here) {
		List<String> texts = new ArrayList<>();
		if (!stage.time().isZero()) {
			texts.add((here && course.holds()) ? "holds " + Course.spoken(stage.time())
					: "hold " + Course.spoken(stage.time()));
		}
		if (stage.untilResumed()) {
			texts.add("until resumed");
		}
		return texts.isEmpty() ? null : String.join(", ", texts);
	}

	/** What a gate says now, or what it had found when its stage ended. */
	private static Mark mark(Release release, Stage stage, Gate gate, boolean here) {
		Finding found = release.findings()
			.stream()
			.filter((one) -> one.stage() == stage.number() && one.gate().equals(gate.name()))
			.findFirst()
			.orElse(null);
		String conclusion = (found != null) ? found.conclusion() : gate.conclusion();
		String explanation = (found != null) ? found.explanation() : gate.explanation();
		String known = (conclusion != null) ? conclusion : "PENDING";
		boolean open = here && "Holding".equals(release.phase()) && known.equals("PENDING");
		return new Mark(gate.name(), gate.kind(), known, SIGNS.getOrDefault(known, here ? "clock" : "gate"),
				(explanation != null) ? explanation : "", gate.settings(), open ? gate.asks() : null);
	}

	/**
	 * A part of the way.
	 *
	 * @param title such as {@code Stage 2}
	 * @param state {@code done}, {@code now}, {@code ahead}, {@code skipped},
	 * {@code turned} where it turned back, {@code never} behind that
	 * @param stage null for the preparation and the promotion
	 * @param achieved the share of requests in percent, where it is
	 * @param fresh the candidate's ready pods, where it is
	 * @param old the stable release's ready pods, where it is
	 * @param hold how long it lasts; null when only as long as needed
	 * @param until when the hold is over, while it lasts
	 * @param took how long it took; null when it is not over
	 * @param text what happens in the preparation and the promotion
	 * @param marks its gates
	 */
	record Leg(String title, String state, @Nullable Stage stage, @Nullable Integer achieved, @Nullable Integer fresh,
			@Nullable Integer old, @Nullable String hold, @Nullable Instant until, @Nullable String took, String text,
			List<Mark> marks) {

		static Leg cap(String title, String state, String text) {
			return new Leg(title, state, null, null, null, null, null, null, null, text, List.of());
		}

		/** The state in words. */
		public String words() {
			return switch (this.state) {
				case "done" -> "done";
				case "now" -> "it is here";
				case "skipped" -> "left out";
				case "turned" -> "turned back here";
				case "never" -> "not reached";
				default -> "ahead";
			};
		}

		/** How full the bar is, in percent. */
		public int fill() {
			if (this.achieved != null) {
				return this.achieved;
			}
			return (this.stage != null && this.state.equals("done")) ? this.stage.weight() : 0;
		}

	}

	/**
	 * A gate on the way.
	 *
	 * @param asks the role that may answer it now; null when there is nothing to answer
	 */
	record Mark(String name, String kind, String conclusion, String sign, String explanation,
			Map<String, String> settings, @Nullable String asks) {

		/** All of it, for those who point at the mark. */
		public String title() {
			String what = this.name + " (" + this.kind + "): "
					+ this.conclusion.replace('_', ' ').toLowerCase(java.util.Locale.ROOT);
			return this.explanation.isEmpty() ? what : what + ". " + this.explanation;
		}

	}

	/**
	 * The ready pods.
	 *
	 * @param fresh of the candidate
	 * @param old of the release that it replaces
	 */
	record Crew(int fresh, int old) {

		static Crew of(Release release, List<Pod> pods) {
			Integer replaces = release.replaces();
			return new Crew(count(pods, release.number()), (replaces != null) ? count(pods, replaces) : 0);
		}

		private static int count(List<Pod> pods, int release) {
			return (int) pods.stream().filter((pod) -> pod.ready() && pod.release() == release).count();
		}

		/** 1 new and 3 old ready pods are 25 %. */
		int share() {
			int all = this.fresh + this.old;
			return (all == 0) ? 0 : Math.round(100f * this.fresh / all);
		}

	}

}
