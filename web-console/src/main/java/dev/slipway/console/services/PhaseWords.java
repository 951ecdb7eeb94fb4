package dev.slipway.console.services;

import java.util.Arrays;
import java.util.List;

import dev.slipway.console.services.Journey.Crew;
import dev.slipway.console.services.Schedules.Schedule;
import dev.slipway.console.services.Schedules.Stage;
import dev.slipway.console.services.Views.Line;
import org.jspecify.annotations.Nullable;

/** What a release waits for in each of its phases, in sentences. */
final class PhaseWords {

	private PhaseWords() {
	}

	static List<String> of(Course course, Crew crew) {
		Schedule schedule = course.release().schedule();
		Stage stage = (schedule != null) ? schedule.now() : null;
		return switch (course.phase()) {
			case "Waiting" -> List.of(waiting(schedule));
			case "Creating" -> List.of("The cluster has to accept its objects.");
			case "Migrating" -> List
				.of(said(course, "The Jobs that run before its pods", "have to succeed; users notice nothing yet."));
			case "Smoking" -> List
				.of(said(course, "The Jobs that test it", "have to succeed; one that fails takes the release back."));
			case "Contracting" -> List.of(said(course, "The Jobs that remove what only " + course.name() + " needed",
					"run; the release stays whatever becomes of them."));
			case "Preparing" -> List.of("The router has to confirm that the new release gets no requests yet.");
			case "Scaling" -> List.of(crew.fresh() + " of " + ((stage != null) ? stage.candidate() : "its")
					+ " new pods are ready; the requests stay as they are until all of them are.");
			case "Rerouting" -> List
				.of("The router has to confirm " + ((stage != null) ? stage.weight() : 0) + " % for the new release.");
			case "Holding" -> holding(course, schedule);
			case "Draining" -> List.of("The pods of " + course.name() + " finish their requests, then they go.");
			case "Promoting" -> List.of("The new release is being made the stable one.");
			case "Warm" -> List.of("The pods of " + course.name()
					+ " keep running: until the window closes, going back is one change of weight.");
			case "Retiring" -> List.of("The rollback window is over: the pods of " + course.name() + " drain and go.");
			case "Restoring" -> List.of("The pods of " + course.name() + " come back first, then all requests.");
			case "Reverting" -> List.of("All requests go back to " + course.name() + ", whose pods are still warm.");
			case "Withdrawing" ->
				List.of("The new release's pods finish their requests and go; users are on " + course.name() + ".");
			default -> List.of();
		};
	}

	/** Its environment may be frozen, which the engine tells. */
	private static String waiting(@Nullable Schedule schedule) {
		String told = (schedule != null) ? schedule.waitingFor() : null;
		return (told != null && !told.isEmpty()) ? told
				: "The release before it has to end first: one at a time is live.";
	}

	/** By name, where the history tells it: {@code Job orders-migrate-r3 runs, …}. */
	private static String said(Course course, String jobs, String verdict) {
		List<Line> history = course.release().history();
		String last = history.isEmpty() ? null : history.get(history.size() - 1).reason();
		int at = (last != null) ? last.lastIndexOf("Job ") : -1;
		return (last != null && at >= 0 && last.contains(" runs, for "))
				? jobs + " " + verdict + " " + last.substring(at) + "." : jobs + " " + verdict;
	}

	/** {@code waits: holds for 30 s; gate errors} in the engine's words. */
	private static List<String> holding(Course course, @Nullable Schedule schedule) {
		String told = (schedule != null) ? schedule.waitingFor() : null;
		String waiting = (told != null) ? told : "";
		if (waiting.startsWith("paused by ")) {
			return List.of();
		}
		if (waiting.isEmpty()) {
			List<Line> history = course.release().history();
			String last = history.isEmpty() ? null : history.get(history.size() - 1).reason();
			return List
				.of((last != null) ? last.replaceFirst("^Stage \\d+ of \\d+: ", "") : "Its pods have to stay ready.");
		}
		return Arrays.stream(waiting.replaceFirst("^waits: ", "").split("; ")).map(PhaseWords::sentence).toList();
	}

	private static String sentence(String part) {
		String text = part.startsWith("gate ") && !part.contains(" passed")
				? part.replaceFirst("^gate (\\S+)", "gate $1:").replaceFirst(":$", " has to open") : part;
		return Character.toUpperCase(text.charAt(0)) + text.substring(1);
	}

}
