package dev.slipway.console.services;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import dev.slipway.console.services.Schedules.Schedule;
import dev.slipway.console.services.Schedules.Stage;
import dev.slipway.console.services.Views.Place;
import dev.slipway.console.services.Views.Release;
import org.jspecify.annotations.Nullable;

/** What can be asked of a release in its phase. */
final class ReleaseButtons {

	private static final String DEVELOPER = "developer";

	private static final List<String> ROLES = List.of(DEVELOPER, "operator", "admin");

	private static final Set<String> STAGES = Set.of("Scaling", "Rerouting", "Holding");

	private static final Set<String> STOPPABLE = Set.of("Waiting", "Creating", "Migrating", "Preparing", "Scaling",
			"Rerouting", "Holding", "Smoking", "Draining", "Promoting");

	private ReleaseButtons() {
	}

	/**
	 * The buttons, those that go on first.
	 * @param stable the number of the stable release; null when there is none, or it is
	 * not known
	 */
	static List<Button> of(Release release, @Nullable Integer stable) {
		List<Button> buttons = new ArrayList<>();
		if (!release.going()) {
			ended(release, stable, buttons);
			return buttons;
		}
		Schedule schedule = release.schedule();
		String phase = (release.phase() != null) ? release.phase() : "";
		if (schedule != null && STAGES.contains(phase)) {
			stages(release, schedule, buttons);
		}
		if (phase.equals("Warm")) {
			buttons.add(new Button("abort", "Roll back to release " + release.replaces(), "back", "btn-outline-danger",
					"Give all requests back to release " + release.replaces() + " at once?"));
		}
		if (STOPPABLE.contains(phase)) {
			String back = (release.replaces() != null) ? "Take this release back? All users are on release "
					+ release.replaces() + " again, and this release ends."
					: "Stop this release? There is none to go back to.";
			buttons.add(new Button("abort", "Abort", "stop", "btn-outline-danger", back));
		}
		return buttons;
	}

	/**
	 * Whether the service runs there as it was adopted and nothing else is on its way, so
	 * that the page of what was adopted leads to the first release.
	 */
	static boolean onlyAdopted(Release release, @Nullable Place place) {
		return release.number() == 0 && place != null && place.live() == null && place.stable() != null
				&& place.stable().number() == 0;
	}

	private static void stages(Release release, Schedule schedule, List<Button> buttons) {
		Stage now = schedule.now();
		int last = schedule.stages().size();
		boolean paused = schedule.pausedBy() != null;
		String waiting = (schedule.waitingFor() != null) ? schedule.waitingFor() : "";
		boolean asks = now != null && now.untilResumed() && waiting.contains("until somebody resumes");
		if (paused || asks) {
			buttons.add(new Button("resume", "Resume", "play", "btn-primary", null));
		}
		if (!paused) {
			buttons.add(new Button("pause", "Pause", "pause", "", null));
		}
		boolean idle = now != null && now.gates().isEmpty() && now.time().isZero() && !now.untilResumed();
		if (now != null && !idle) {
			buttons.add(new Button("skip", "Skip this stage", "skip", "",
					"Leave out what is left of stage " + now.number() + "? Its gates are not asked any more.",
					leavingOut(schedule, now.number(), now.number())));
		}
		boolean rolling = release.strategy() != null && "rolling".equals(release.strategy().type());
		if (now != null && now.number() < last) {
			buttons.add(new Button("promote", "Promote now", "rocket", "",
					rolling ? "Leave out the gates of all batches that are left?"
							: "Give this release all requests now? The stages between, and their gates, are left out.",
					leavingOut(schedule, now.number(), last)));
		}
	}

	/** The highest role that gates ask for which have not opened. */
	private static String leavingOut(Schedule schedule, int from, int to) {
		return schedule.stages()
			.stream()
			.filter((stage) -> stage.number() >= from && stage.number() <= to)
			.flatMap((stage) -> stage.gates().stream())
			.filter((gate) -> !"PASSED".equals(gate.conclusion()))
			.flatMap((gate) -> Stream.ofNullable(gate.asks()))
			.max(Comparator.comparingInt(ReleaseButtons::rank))
			.orElse(DEVELOPER);
	}

	/** A role that nobody has is above all. */
	private static int rank(String role) {
		int known = ROLES.indexOf(role.toLowerCase(Locale.ROOT));
		return (known >= 0) ? known : ROLES.size();
	}

	/** One that was adopted can be gone back to; it has no strategy to be released by. */
	private static void ended(Release release, @Nullable Integer stable, List<Button> buttons) {
		boolean isStable = stable != null && stable == release.number();
		boolean adopted = release.number() == 0;
		if (release.succeeded() && !isStable) {
			buttons.add(new Button("rollback", "Roll back to this", "back", "btn-outline-primary",
					"Release this image and configuration again?"));
		}
		if (!adopted) {
			buttons.add(new Button("restart", "Release again", "play", "",
					"Release the same image, configuration and strategy once more?"));
		}
	}

	/**
	 * A button.
	 *
	 * @param command as the API names it
	 * @param icon its picture
	 * @param look its classes
	 * @param question asked before; null when nothing can be lost
	 * @param role who may press it
	 */
	record Button(String command, String label, String icon, String look, @Nullable String question, String role) {

		Button(String command, String label, String icon, String look, @Nullable String question) {
			this(command, label, icon, look, question, DEVELOPER);
		}

	}

}
