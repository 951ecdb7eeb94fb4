package dev.slipway.architecture;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.Dependency;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The {@link FeatureRules}, and what each feature says of itself. */
class FeatureArchitectureTests {

	@ParameterizedTest(name = "{0}")
	@MethodSource("rules")
	void holds(Rule rule) {
		rule.holds();
	}

	@ParameterizedTest
	@MethodSource("features")
	void aDomainsPackageInfoNamesTheFeaturesItUses(String feature) {
		String allowed = Sources.packageInfo(feature).replaceFirst("(?s)^.*?May use", "");
		assertThat(usedBy(feature)).allSatisfy((used) -> assertThat(allowed).as("what %s may use", feature)
			.containsPattern("\\b" + Pattern.quote(used) + "\\b"));
	}

	@ParameterizedTest
	@MethodSource("features")
	void aFeatureHasADomain(String feature) {
		assertThat(Slipway.CLASSES.that(Slipway.DOMAIN.and(Slipway.below(List.of(feature))))).isNotEmpty();
	}

	static List<Rule> rules() {
		return FeatureRules.ALL;
	}

	static Stream<String> features() {
		return Stream.concat(Slipway.FEATURES.stream(), Stream.of("chaos"));
	}

	private static Set<String> usedBy(String feature) {
		Set<String> used = new TreeSet<>();
		Slipway.CLASSES.that(Slipway.DOMAIN.and(Slipway.below(List.of(feature))))
			.stream()
			.flatMap((type) -> type.getDirectDependenciesFromSelf().stream())
			.map(Dependency::getTargetClass)
			.filter(Slipway.OURS)
			.map(Slipway::featureOf)
			.forEach(used::add);
		used.remove(feature);
		return used;
	}

}
