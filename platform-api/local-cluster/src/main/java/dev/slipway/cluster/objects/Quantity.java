package dev.slipway.cluster.objects;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Quantities such as {@code 512Mi}, {@code 250m} or {@code 1e3}.
 */
public final class Quantity {

	private static final Pattern FORM = Pattern
		.compile("(?<number>[+-]?[0-9]*\\.?[0-9]*)(?<suffix>[eE][+-]?[0-9]+|[numkMGTPE]|[KMGTPE]i|)");

	private static final Map<String, BigDecimal> SUFFIXES = Map.ofEntries(Map.entry("", BigDecimal.ONE),
			Map.entry("n", BigDecimal.ONE.movePointLeft(9)), Map.entry("u", BigDecimal.ONE.movePointLeft(6)),
			Map.entry("m", BigDecimal.ONE.movePointLeft(3)), Map.entry("k", BigDecimal.ONE.movePointRight(3)),
			Map.entry("M", BigDecimal.ONE.movePointRight(6)), Map.entry("G", BigDecimal.ONE.movePointRight(9)),
			Map.entry("T", BigDecimal.ONE.movePointRight(12)), Map.entry("P", BigDecimal.ONE.movePointRight(15)),
			Map.entry("E", BigDecimal.ONE.movePointRight(18)), Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
			Map.entry("Mi", BigDecimal.valueOf(1L << 20)), Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
			Map.entry("Ti", BigDecimal.valueOf(1L << 40)), Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
			Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

	private Quantity() {
	}

	/**
	 * The exact value.
	 * @throws IllegalArgumentException if it is not a quantity
	 */
	public static BigDecimal parse(String text) {
		Matcher form = FORM.matcher(text.strip());
		if (!form.matches() || form.group("number").isEmpty()) {
			throw new IllegalArgumentException("'" + text + "' is not a quantity");
		}
		String suffix = form.group("suffix");
		BigDecimal factor = SUFFIXES.get(suffix);
		if (factor == null) {
			return new BigDecimal(form.group("number") + suffix);
		}
		return new BigDecimal(form.group("number")).multiply(factor);
	}

	/** The value in units of a divisor, rounded up, as the downward API gives it. */
	public static long dividedBy(BigDecimal value, BigDecimal divisor) {
		return value.divide(divisor, 0, RoundingMode.CEILING).longValueExact();
	}

	/** The value rounded up to a whole number. */
	public static long ceiling(String text) {
		return parse(text).setScale(0, RoundingMode.CEILING).longValueExact();
	}

}
