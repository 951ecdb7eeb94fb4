package dev.slipway.console.shell;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * How pages write times, durations, sizes and states. Templates know it as {@code show}.
 */
public final class Formats {

	static final Formats INSTANCE = new Formats();

	private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss zzz", Locale.ROOT);

	private static final DateTimeFormatter ZONE = DateTimeFormatter.ofPattern("zzz", Locale.ROOT);

	/** What parts the sentences of a release's reason from the output of its program. */
	private static final String LAST_LINES = "\nIts last lines:";

	/** {@code localhost:5000/shop/orders@sha256:0123…}. */
	private static final Pattern DIGEST = Pattern
		.compile("[\\w.-]+(?::\\d+)?/([\\w./-]+)@sha256:([0-9a-f]{12})[0-9a-f]{52}");

	private static final Map<String, String> COLOURS = Map.ofEntries(Map.entry("SUCCESS", "green"),
			Map.entry("SUCCEEDED", "green"), Map.entry("PASSED", "green"), Map.entry("DONE", "green"),
			Map.entry("RUNNING", "blue"), Map.entry("PROGRESSING", "blue"), Map.entry("QUEUED", "secondary"),
			Map.entry("PENDING", "secondary"), Map.entry("WAITING", "secondary"), Map.entry("PAUSED", "yellow"),
			Map.entry("ABORTED", "orange"), Map.entry("SUPERSEDED", "secondary"), Map.entry("UNDONE", "secondary"),
			Map.entry("COMPENSATING", "orange"), Map.entry("COMPENSATED", "orange"), Map.entry("UNSTABLE", "yellow"),
			Map.entry("INCONCLUSIVE", "yellow"), Map.entry("SKIPPED", "secondary"), Map.entry("NOT_BUILT", "secondary"),
			Map.entry("UP", "green"), Map.entry("INFO", "blue"), Map.entry("WARN", "yellow"),
			Map.entry("DEBUG", "secondary"), Map.entry("TRACE", "secondary"), Map.entry("ROLLED_BACK", "orange"),
			Map.entry("RECOVERING", "yellow"), Map.entry("INJECTING", "purple"), Map.entry("OBSERVING", "purple"),
			Map.entry("ENDED", "secondary"), Map.entry("WARNING", "yellow"), Map.entry("NOTE", "secondary"),
			Map.entry("ASKING", "yellow"), Map.entry("SOAKING", "blue"), Map.entry("RELEASING", "blue"),
			Map.entry("FOLLOWING", "blue"), Map.entry("WITHDRAWN", "secondary"), Map.entry("OUTDATED", "secondary"),
			Map.entry("DELIVERED", "green"), Map.entry("SENDING", "blue"), Map.entry("RESTING", "yellow"),
			Map.entry("FROZEN", "blue"), Map.entry("PLANNED", "secondary"), Map.entry("NO_DATA", "yellow"),
			Map.entry("NOT_APPLICABLE", "secondary"), Map.entry("HOLDS", "green"),
			Map.entry("NOT_WATCHED", "secondary"));

	private Formats() {
	}

	/** A status as a person reads it: {@code Rolled back}. */
	public String status(@Nullable String status) {
		if (status == null || status.isBlank()) {
			return "Unknown";
		}
		String words = status.replace('_', ' ').toLowerCase(Locale.ROOT);
		return Character.toUpperCase(words.charAt(0)) + words.substring(1);
	}

	/** The colour of a status; red for what is not known to be fine. */
	public String colour(@Nullable String status) {
		return (status == null) ? "secondary" : COLOURS.getOrDefault(status.toUpperCase(Locale.ROOT), "red");
	}

	/** {@code 3 minutes ago}. */
	public String ago(@Nullable Instant at) {
		if (at == null) {
			return "never";
		}
		long seconds = Duration.between(at, Instant.now()).toSeconds();
		if (seconds < 5) {
			return "just now";
		}
		if (seconds < 60) {
			return seconds + " s ago";
		}
		if (seconds < 3600) {
			return count(seconds / 60, "minute") + " ago";
		}
		return (seconds < 86400) ? count(seconds / 3600, "hour") + " ago" : count(seconds / 86400, "day") + " ago";
	}

	/** {@code 2026-11-21 04:10:37 UTC}, in the platform's time zone. */
	public String exact(@Nullable Instant at) {
		return (at == null) ? "" : EXACT.format(at.atZone(ZoneId.systemDefault()));
	}

	/** {@code UTC}: the platform's time zone, as {@link #exact} ends with it today. */
	public String zone() {
		return ZONE.format(Instant.now().atZone(ZoneId.systemDefault()));
	}

	/** {@code 12.3 s}, {@code 2 min 5 s}, {@code 3 h 20 min} or {@code 4 d 2 h}. */
	public String millis(@Nullable Long millis) {
		if (millis == null) {
			return "–";
		}
		if (millis < 1000) {
			return millis + " ms";
		}
		if (millis < 60_000) {
			return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
		}
		long minutes = millis / 60_000;
		if (minutes < 60) {
			return minutes + " min " + millis % 60_000 / 1000 + " s";
		}
		return (minutes < 48 * 60) ? minutes / 60 + " h " + minutes % 60 + " min"
				: minutes / 1440 + " d " + minutes % 1440 / 60 + " h";
	}

	/** {@code 12.30 ms} from microseconds. */
	public String micros(long micros) {
		return (micros < 1_000_000) ? String.format(Locale.ROOT, "%.2f ms", micros / 1000.0)
				: String.format(Locale.ROOT, "%.2f s", micros / 1_000_000.0);
	}

	/** The first letters of a commit. */
	public String commit(@Nullable String commit) {
		return (commit == null) ? "" : commit.substring(0, Math.min(8, commit.length()));
	}

	/** An image without its registry, its digest cut short. */
	public String image(@Nullable String image) {
		if (image == null) {
			return "";
		}
		int digest = image.indexOf("@sha256:");
		String name = image.substring(image.indexOf('/') + 1);
		return (digest < 0) ? name : name.substring(0, name.indexOf('@')) + "@"
				+ image.substring(digest + 8, Math.min(digest + 20, image.length()));
	}

	/** A sentence with its images' digests cut short. */
	public String reason(@Nullable String reason) {
		return (reason == null) ? "" : DIGEST.matcher(reason).replaceAll("$1@$2");
	}

	/** Of a reason the sentences, without the program's last lines. */
	public String head(@Nullable String reason) {
		String text = reason(reason);
		int lines = text.indexOf(LAST_LINES);
		return (lines < 0) ? text : text.substring(0, lines);
	}

	/** Of a reason the program's last lines; empty when it has none. */
	public String tail(@Nullable String reason) {
		if (reason == null) {
			return "";
		}
		int lines = reason.indexOf(LAST_LINES);
		return (lines < 0) ? "" : reason.substring(lines + LAST_LINES.length()).strip();
	}

	/** {@code 3 pods}. */
	public String count(long number, String noun) {
		return number + " " + noun + ((number == 1) ? "" : "s");
	}

	/** Letters for an avatar. */
	public String initials(String name) {
		return name.substring(0, Math.min(2, name.length())).toUpperCase(Locale.ROOT);
	}

}
