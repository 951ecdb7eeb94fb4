package dev.slipway.architecture;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Between modules: one direction, from the console down to observability, and the local
 * cluster beside it all.
 */
class ModuleArchitectureTests {

	private static final DescribedPredicate<JavaClass> CLUSTER = Slipway.below(List.of("cluster"));

	private static final DescribedPredicate<JavaClass> CHAOS = Slipway.below(List.of("chaos"));

	private static final DescribedPredicate<JavaClass> CONSOLE = Slipway
		.below(List.of("console", "platform", "instances", "cli"))
		.or(resideInAPackage("dev.slipway"))
		.as("of the web console's module");

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

	@Test
	void theLocalClusterSeesNothingElseOfOurs() {
		standsAlone("cluster", "only HTTPS and a kubeconfig join it to the control plane");
	}

	@Test
	void observabilitySeesNothingElseOfOurs() {
		standsAlone("observability", "it is the lowest module; needs that point upward are its own small interfaces");
	}

	@Test
	void theCommandLineSeesNothingElseOfOurs() {
		standsAlone("cli", "commands talk to a running platform by REST, as anybody else");
	}

	@Test
	void onlyThePlatformsWiringSeesTheLocalCluster() {
		noClasses().that(Slipway.OURS.and(not(CLUSTER)).and(not(Slipway.below(List.of("platform")))))
			.should()
			.dependOnClassesThat(CLUSTER)
			.because("what works on the local cluster has to work on any other")
			.check(Slipway.CLASSES);
	}

	@Test
	void theControlPlaneDoesNotSeeTheModulesAboveIt() {
		noClasses().that(Slipway.CONTROL_PLANE).should().dependOnClassesThat(CHAOS.or(CONSOLE)).check(Slipway.CLASSES);
	}

	@Test
	void chaosDoesNotSeeTheConsole() {
		noClasses().that(CHAOS).should().dependOnClassesThat(CONSOLE).check(Slipway.CLASSES);
	}

	@Test
	void theConsolesPagesDoNotTouchAdapters() {
		noClasses().that(Slipway.below(List.of("console")))
			.should()
			.dependOnClassesThat(Slipway.ADAPTER)
			.check(Slipway.CLASSES);
	}

	@Test
	void onlyAdaptersSeeTheEmbeddedStores() {
		DescribedPredicate<JavaClass> embedded = resideInAPackage("dev.slipway.observability..embedded..");
		noClasses().that(Slipway.OURS.and(not(embedded)).and(not(Slipway.ADAPTER)))
			.should()
			.dependOnClassesThat(embedded)
			.because("each is one of two adapters behind the same port")
			.check(Slipway.CLASSES);
	}

	@Test
	void theLocalClustersPackagesHaveNoCycles() {
		slices().matching("dev.slipway.(**)").should().beFreeOfCycles().check(Slipway.CLASSES.that(CLUSTER));
	}

	@Test
	void nothingIsInjectedIntoFields() {
		NO_CLASSES_SHOULD_USE_FIELD_INJECTION.check(Slipway.CLASSES);
	}

	private static void standsAlone(String name, String reason) {
		DescribedPredicate<JavaClass> own = Slipway.below(List.of(name));
		noClasses().that(own)
			.should()
			.dependOnClassesThat(Slipway.OURS.and(not(own)))
			.because(reason)
			.check(Slipway.CLASSES);
	}

}
