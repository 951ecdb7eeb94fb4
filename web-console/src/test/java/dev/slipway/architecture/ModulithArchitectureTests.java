package dev.slipway.architecture;

import java.util.List;

import dev.slipway.SlipwayApplication;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.core.Violation;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Modulith's view: a feature shows others its own package and hides those below.
 */
class ModulithArchitectureTests {

	/**
	 * Known and meant, each for a reason: observability is a Maven module with ports in
	 * several packages, held by {@link ModuleArchitectureTests}; the console's sign-in
	 * sets and clears the cookie that access reads; cycles are held, with the one
	 * exception of {@code api}, by {@link FeatureArchitectureTests}.
	 */
	private static final List<String> MEANT = List.of("within module 'observability'",
			"Module 'console' depends on non-exposed type dev.slipway.access.web.SessionCookie ", "Cycle detected");

	@Test
	void modulesUseOnlyWhatOthersShow() {
		ApplicationModules modules = ApplicationModules.of(SlipwayApplication.class);
		assertThat(modules).extracting((module) -> module.getIdentifier().toString()).containsAll(Slipway.FEATURES);
		modules.detectViolations().filter((violation) -> !isMeant(violation)).throwIfPresent();
	}

	private static boolean isMeant(Violation violation) {
		return MEANT.stream().anyMatch(violation::hasMessageContaining);
	}

}
