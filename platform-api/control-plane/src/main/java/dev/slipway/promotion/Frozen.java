package dev.slipway.promotion;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * An environment in which no release begins now.
 *
 * @param until the first instant at which no freeze holds any more; null when nobody
 * knows
 * @param zone in which that is told
 * @param reasons why, of the freezes that hold now
 * @param refuses whether one of them refuses what is asked for
 */
public record Frozen(@Nullable Instant until, ZoneId zone, List<String> reasons, boolean refuses) {

	/** Freezes that follow each other so often are taken as one without an end. */
	private static final int MOST = 1_000;

	private static final DateTimeFormatter SOON = DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ENGLISH);

	private static final DateTimeFormatter LATER = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH);

	public Frozen {
		reasons = List.copyOf(reasons);
	}

	/**
	 * Whether and until when freezes hold together: one that begins before another ends
	 * goes on from there. Friday 16:00 to Monday 08:00 and Monday 07:00 to 09:00 hold
	 * until Monday 09:00.
	 */
	public static Optional<Frozen> at(Instant now, List<Freeze> freezes) {
		List<Freeze> holding = freezes.stream().filter((freeze) -> freeze.window().around(now).isPresent()).toList();
		if (holding.isEmpty()) {
			return Optional.empty();
		}
		Instant until = now;
		ZoneId zone = holding.get(0).window().zone();
		for (int i = 0; i < MOST && until != null; i++) {
			Freeze next = longest(until, freezes);
			if (next == null) {
				break;
			}
			zone = next.window().zone();
			until = next.window().around(until).map(FreezeWindow.Stretch::to).orElse(null);
			until = (i == MOST - 1) ? null : until;
		}
		return Optional.of(new Frozen(until, zone, reasons(holding), holding.stream().anyMatch(Freeze::refuses)));
	}

	/** The freeze that holds at a time and goes on the longest; null when none does. */
	private static @Nullable Freeze longest(Instant time, List<Freeze> freezes) {
		Freeze longest = null;
		Instant latest = time;
		for (Freeze freeze : freezes) {
			Optional<FreezeWindow.Stretch> stretch = freeze.window().around(time);
			if (stretch.isPresent()) {
				Instant to = stretch.get().to();
				if (to == null) {
					return freeze;
				}
				if (to.isAfter(latest)) {
					longest = freeze;
					latest = to;
				}
			}
		}
		return longest;
	}

	private static List<String> reasons(List<Freeze> holding) {
		List<String> reasons = new ArrayList<>();
		holding.stream().map(Freeze::reason).filter((reason) -> !reason.isBlank()).distinct().forEach(reasons::add);
		return reasons;
	}

	/** Such as {@code Frozen until Mon 08:00 Europe/Berlin: the shop is closed}. */
	public String describe(Instant now) {
		return "Frozen " + describeEnd(now) + (this.reasons.isEmpty() ? "" : ": " + String.join("; ", this.reasons));
	}

	private String describeEnd(Instant now) {
		if (this.until == null) {
			return "until somebody ends it";
		}
		ZonedDateTime end = this.until.atZone(this.zone);
		boolean soon = Duration.between(now, this.until).compareTo(Duration.ofDays(6)) < 0;
		return "until " + (soon ? SOON : LATER).format(end) + " " + this.zone.getId();
	}

}
