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
	 * sets and clears the cookie that access reads; access answers by api's problems and
	 * pages, and api asks access who calls, each in packages of their own, which have no
	 * cycle by {@link FeatureRules}.
	 */
	private static final List<String> MEANT = List.of("within module 'observability'",
			"Module 'console' depends on non-exposed type dev.slipway.access.web.SessionCookie ",
			"Cycle detected: Slice access -> Slice api -> Slice access ");

	@Test
	void modulesUseOnlyWhatOthersShow() {
		ApplicationModules modules = ApplicationModules.of(SlipwayApplication.class);
		assertThat(modules).extracting((module) -> module.getIdentifier().toString()).containsAll(Slipway.FEATURES);
		modules.detectViolations().filter((violation) -> !isMeant(violation)).throwIfPresent();
	}

	private static boolean isMeant(Violation violation) {
		String message = violation.getMessage().replaceAll("\\s+", " ");
		return MEANT.stream().anyMatch(message::contains);
	}

}
