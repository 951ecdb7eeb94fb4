package dev.slipway.promotion;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Reads when a freeze holds as it is written in settings: {@code Fri 16:00} to
 * {@code Mon 08:00} every week, or {@code 2026-12-20T00:00} (by the zone's clocks) or
 * {@code 2026-12-20T00:00:00Z} once.
 */
public final class FreezeText {

	private FreezeText() {
	}

	/**
	 * Reads a window.
	 * @param to null for one that nobody knows the end of
	 * @throws IllegalArgumentException saying what is wrong
	 */
	public static FreezeWindow window(String from, @Nullable String to, ZoneId zone) {
		if (!Character.isLetter(from.strip().charAt(0))) {
			return new FreezeWindow.Once(instant(from, zone), (to != null) ? instant(to, zone) : null, zone);
		}
		if (to == null) {
			throw new IllegalArgumentException("A freeze of every week has to say until when, such as Mon 08:00");
		}
		return new FreezeWindow.Weekly(day(from), time(from), day(to), time(to), zone);
	}

	private static Instant instant(String text, ZoneId zone) {
		String stripped = text.strip();
		try {
			boolean local = stripped.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d)?");
			return local ? LocalDateTime.parse(stripped).atZone(zone).toInstant() : Instant.parse(stripped);
		}
		catch (DateTimeException ex) {
			throw new IllegalArgumentException(
					"\"" + text + "\" is no time; write 2026-12-20T08:00, or 2026-12-20T08:00:00Z, or Fri 16:00", ex);
		}
	}

	private static DayOfWeek day(String text) {
		String name = text.strip().split("\\s+")[0].toUpperCase(Locale.ROOT);
		for (DayOfWeek day : DayOfWeek.values()) {
			if (name.length() >= 3 && day.name().startsWith(name)) {
				return day;
			}
		}
		throw new IllegalArgumentException("\"" + text + "\" does not begin with a day; write it as Fri 16:00");
	}

	private static LocalTime time(String text) {
		String[] parts = text.strip().split("\\s+");
		try {
			return LocalTime.parse((parts.length == 2) ? parts[1] : "");
		}
		catch (DateTimeException ex) {
			throw new IllegalArgumentException("\"" + text + "\" has no time of day; write it as Fri 16:00", ex);
		}
	}

}
