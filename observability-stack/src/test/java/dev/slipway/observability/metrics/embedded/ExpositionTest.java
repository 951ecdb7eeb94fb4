package dev.slipway.observability.metrics.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ExpositionTest {

	private static List<Read> read(String text) {
		List<Read> samples = new ArrayList<>();
		Exposition.read(text, (series, value, time) -> samples.add(new Read(SeriesName.parse(series), value, time)));
		return samples;
	}

	@Test
	void everythingThatTheFormatAllows() {
		List<Read> read = read("""
				# HELP a text with \\n and {braces}
				# TYPE a counter

				a 1
				a{} 2
				  a { x = "1" , y="2", }   3e2   1700000000000
				a{x="quote \\" slash \\\\ line \\n brace } comma , equals ="} +Inf
				ns:sub_total{x="日本"}\t-Inf
				b NaN
				c_bucket{le="0.5"} 4 # {trace_id="abc"} 0.3 1700000000.1
				d{x=""} 0x1p4
				last 7""");
		assertThat(read).extracting((r) -> r.name().metric())
			.containsExactly("a", "a", "a", "a", "ns:sub_total", "b", "c_bucket", "d", "last");
		assertThat(read).extracting(Read::value)
			.containsExactly(1.0, 2.0, 300.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, 4.0, 16.0,
					7.0);
		assertThat(read.get(2).name().labels()).isEqualTo(Map.of("x", "1", "y", "2"));
		assertThat(read.get(2).time()).isEqualTo(1_700_000_000_000L);
		assertThat(read.get(3).name().labels()).containsEntry("x",
				"quote \" slash \\ line \n brace } comma , equals =");
		assertThat(read.get(6).time()).isEqualTo(Long.MIN_VALUE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "a{x=\"1\"", "a{x=\"1} 2", "a one", "a 1 2 3", "a 1d", "a 1 soon", "{x=\"1\"}",
			"<html>", "a{x=\"1\"}" })
	void whatCannotBeReadNamesItsLine(String bad) {
		assertThatExceptionOfType(BadExposition.class)
			.isThrownBy(() -> Exposition.read("ok 1\n" + bad + "\n", (s, v, t) -> {
			}))
			.withMessageContaining("line 2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "1a", "a-b", "", "a{x}", "a{x=1}", "a{=\"1\"}", "a{x=\"1\" y=\"2\"}", "a{x=\"1\",x=\"2\"}",
			"a{1x=\"1\"}", "a{x:y=\"1\"}", "a{x=\"1" })
	void whatIsNotASeriesIsRefused(String bad) {
		assertThatIllegalArgumentException().isThrownBy(() -> SeriesName.parse(bad));
	}

	@Test
	void noiseFailsCleanly() {
		Random random = new Random(7);
		String alphabet = "ab{}\"\\=,. \n\t#019eE+-NaInf:";
		for (int i = 0; i < 20_000; i++) {
			StringBuilder text = new StringBuilder();
			for (int j = random.nextInt(40); j >= 0; j--) {
				text.append(alphabet.charAt(random.nextInt(alphabet.length())));
			}
			try {
				read(text.toString());
			}
			catch (BadExposition | IllegalArgumentException ex) {
				assertThat(ex).hasMessageMatching("(?s).+");
			}
		}
	}

	/**
	 * What was read.
	 *
	 * @param name the series
	 * @param value the value
	 * @param time the timestamp
	 */
	private record Read(SeriesName name, double value, long time) {
	}

}
