package dev.slipway.architecture;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The {@link ModuleRules}. */
class ModuleArchitectureTests {

	@Test
	void everyPackageIsOneTheRulesKnow() {
		Set<String> known = new TreeSet<>(Slipway.FEATURES);
		known.addAll(Slipway.KERNEL);
		known.addAll(Slipway.OTHERS);
		known.add("");
		Set<String> found = new TreeSet<>();
		Slipway.CLASSES.forEach((type) -> found.add(Slipway.featureOf(type)));
		assertThat(found).isEqualTo(known);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("rules")
	void holds(Rule rule) {
		rule.holds();
	}

	static List<Rule> rules() {
		return ModuleRules.ALL;
	}

}
