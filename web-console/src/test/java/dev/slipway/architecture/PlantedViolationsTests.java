package dev.slipway.architecture;

import java.nio.file.Path;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A rule that never fails holds nothing: each finds the violations planted for it. */
class PlantedViolationsTests {

	@ParameterizedTest(name = "{0}: {1}")
	@MethodSource("plants")
	void isFound(Rule rule, Plant plant, @TempDir Path folder) {
		assertThat(rule.finds(plant, folder)).isTrue();
	}

	@Test
	void whatBreaksNothingIsLeftAlone(@TempDir Path folder) {
		Plant.of("dev.slipway.rollout.Planted", "java.util.List<String> names;", "dev.slipway.rollout.adapter.Planted",
				"dev.slipway.rollout.Planted domain;", "dev.slipway.rollout.web.Planted",
				"dev.slipway.rollout.Planted domain;", "dev.slipway.api.Planted", "", "dev.slipway.chaos.Planted",
				"dev.slipway.rollout.Planted below;", "dev.slipway.cluster.Planted", "",
				"dev.slipway.observability.Planted", "", "dev.slipway.cli.Planted", "", "dev.slipway.console.Planted",
				"", "dev.slipway.environments.Clusters", "io.fabric8.kubernetes.client.KubernetesClient client;")
			.compile(folder);
		JavaClasses harmless = new ClassFileImporter().importPath(folder);
		assertThat(rules()).allSatisfy((rule) -> assertThat(rule.finds(harmless)).isFalse());
	}

	static Stream<Arguments> plants() {
		return rules().flatMap((rule) -> rule.plants().stream().map((plant) -> Arguments.of(rule, plant)));
	}

	static Stream<Rule> rules() {
		return Stream.concat(FeatureRules.ALL.stream(), ModuleRules.ALL.stream());
	}

}
