package dev.slipway.analysis;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

import dev.slipway.strategy.GateSpec;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of a gate with their defaults and collects what is wrong with them,
 * each with the remedy. What was never asked for is not known to the gate.
 */
public final class GateSettings {

	/** How often a gate looks. */
	static final String INTERVAL = "interval";

	/** When a gate that cannot decide says so. */
	static final String TIMEOUT = "timeout";

	/** How long one look may take. */
	static final String LOOK_TIMEOUT = "lookTimeout";

	private final Map<String, String> settings;

	private final Set<String> known = new TreeSet<>(Set.of(INTERVAL, TIMEOUT, LOOK_TIMEOUT));

	private final List<String> problems = new ArrayList<>();

	public GateSettings(GateSpec spec) {
		this.settings = spec.settings();
		List.of(INTERVAL, TIMEOUT, LOOK_TIMEOUT).forEach((name) -> positive(name, null));
	}

	/**
	 * What is wrong with a gate.
	 * @param read reads all of its settings
	 */
	public static List<String> problems(GateSpec spec, Consumer<GateSettings> read) {
		GateSettings settings = new GateSettings(spec);
		read.accept(settings);
		return settings.problems();
	}

	/** Whether it is written. */
	public boolean has(String name) {
		this.known.add(name);
		return !this.settings.getOrDefault(name, "").isBlank();
	}

	/** A text; null when it is not written. */
	public @Nullable String text(String name) {
		return has(name) ? this.settings.get(name) : null;
	}

	/** A text with a default. */
	public String text(String name, String fallback) {
		String text = text(name);
		return (text != null) ? text : fallback;
	}

	/** One of some words, in any case; the default when it is none of them. */
	public String oneOf(String name, Collection<String> words, String fallback) {
		String text = text(name);
		if (text == null) {
			return fallback;
		}
		return words.stream().filter(text.trim()::equalsIgnoreCase).findFirst().orElseGet(() -> {
			problem(name + ": \"" + text + "\" is not known; write one of " + String.join(", ", words));
			return fallback;
		});
	}

	/**
	 * A time, also {@code 90} for seconds and {@code PT1M30S}; a negative one is a
	 * problem.
	 */
	public Duration duration(String name, Duration fallback) {
		String text = text(name, "").trim();
		if (text.matches("PT[0-9HMS.]+")) {
			return iso(name, text, fallback);
		}
		Double seconds = text.matches("[0-9]{1,9}") ? Double.valueOf(text) : number(name, Unit.SECONDS);
		if (seconds == null) {
			return fallback;
		}
		if (seconds < 0) {
			problem(name + ": must not be negative; write a time " + Unit.SECONDS.written());
			return fallback;
		}
		return Duration.ofMillis(Math.round(seconds * 1000));
	}

	private Duration iso(String name, String text, Duration fallback) {
		try {
			return Duration.parse(text);
		}
		catch (DateTimeParseException ex) {
			problem(name + ": \"" + text + "\" is no time; write one " + Unit.SECONDS.written());
			return fallback;
		}
	}

	/** A time above zero; null or the default when it is not written. */
	@Nullable Duration positive(String name, @Nullable Duration fallback) {
		Duration read = duration(name, Duration.ofNanos(-1));
		if (read.isNegative()) {
			return fallback;
		}
		if (read.isZero()) {
			problem(name + ": must be more than 0; write a time " + Unit.SECONDS.written());
			return fallback;
		}
		return read;
	}

	/** A time above zero. */
	public Duration atLeastSome(String name, Duration fallback) {
		Duration read = positive(name, fallback);
		return (read != null) ? read : fallback;
	}

	/** A whole number that is at least so much. */
	public int count(String name, int least, int fallback) {
		Double number = number(name, Unit.COUNT);
		if (number == null) {
			return fallback;
		}
		if (number < least || number > 1_000_000_000) {
			problem(name + ": must be a whole number of at least " + least);
			return fallback;
		}
		return number.intValue();
	}

	/** A number of a unit; null when it is not written or cannot be read. */
	@Nullable Double number(String name, Unit unit) {
		String text = text(name);
		if (text == null) {
			return null;
		}
		try {
			return unit.parse(text);
		}
		catch (IllegalArgumentException ex) {
			problem(name + ": " + ex.getMessage());
			return null;
		}
	}

	/** A part of 1, exclusive. */
	public double part(String name, double from, double to, double fallback) {
		Double number = number(name, Unit.RATIO);
		if (number == null) {
			return fallback;
		}
		if (!(number > from && number < to)) {
			problem(name + ": must be more than " + Unit.number(from) + " and less than " + Unit.number(to));
			return fallback;
		}
		return number;
	}

	/** Adds what is wrong. */
	public void problem(String problem) {
		this.problems.add(problem);
	}

	/** What is wrong, with settings that nobody asked for; to be called last. */
	public List<String> problems() {
		List<String> all = new ArrayList<>(this.problems);
		this.settings.keySet()
			.stream()
			.filter((name) -> !this.known.contains(name))
			.sorted()
			.map((name) -> name + ": this gate has no such setting" + meant(name) + "; it has "
					+ String.join(", ", this.known))
			.forEach(all::add);
		return all;
	}

	private String meant(String name) {
		String wanted = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
		return this.known.stream()
			.filter((other) -> other.toLowerCase(Locale.ROOT).equals(wanted))
			.findFirst()
			.map((other) -> ", is " + other + " meant?")
			.orElse("");
	}

}
