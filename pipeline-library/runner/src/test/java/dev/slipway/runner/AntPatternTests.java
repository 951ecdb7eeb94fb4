package dev.slipway.runner;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Patterns mean what they mean to Ant. */
class AntPatternTests {

	@ParameterizedTest
	@CsvSource({ "**/target/*.xml, target/a.xml, true", "**/target/*.xml, m/n/target/a.xml, true",
			"**/target/*.xml, m/target/b/a.xml, false", "*.txt, a.txt, true", "*.txt, b/a.txt, false",
			"**, a/b/c, true", "a/, a/b/c, true", "a?.txt, ab.txt, true", "a+b.txt, aab.txt, false" })
	void matches(String pattern, String name, boolean expected) {
		assertThat(AntPattern.pattern(pattern).matcher(name).matches()).isEqualTo(expected);
	}

}
