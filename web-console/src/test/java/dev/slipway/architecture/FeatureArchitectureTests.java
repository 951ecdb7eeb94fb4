package dev.slipway.architecture;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import dev.slipway.environments.Clusters;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** Inside a feature: {@code web → feature ← adapter}; between features: no cycles. */
class FeatureArchitectureTests {

	/**
	 * All a domain may see. Positive, so that Spring, fabric8, JDBC, JGit and whatever
	 * comes next are out without being named.
	 */
	private static final DescribedPredicate<JavaClass> OPEN_TO_DOMAINS = resideInAnyPackage("java..", "org.jspecify..")
		.and(resideOutsideOfPackage("java.sql.."))
		.or(Slipway.DOMAIN)
		.or(Slipway.below(List.of("observability")).and(resideOutsideOfPackage("..embedded..")))
		.as("the JDK without JDBC, JSpecify, domains, and observability's ports");

	/**
	 * The one exception: several features' adapters share a Kubernetes client per
	 * cluster, and adapters never import adapters, so they meet at this port.
	 */
	private static final DescribedPredicate<JavaClass> CLUSTERS = equivalentTo(Clusters.class);

	@Test
	void aDomainSeesOnlyTheJdkAndDomains() {
		classes().that(Slipway.DOMAIN.and(not(CLUSTERS)))
			.should()
			.onlyDependOnClassesThat(OPEN_TO_DOMAINS)
			.because("decisions are tested without Spring, Kubernetes or a database")
			.check(Slipway.CLASSES);
	}

	@Test
	void clustersSeesOfKubernetesOnlyTheClientAsAType() {
		classes().that(CLUSTERS)
			.should()
			.onlyDependOnClassesThat(OPEN_TO_DOMAINS.or(equivalentTo(KubernetesClient.class)))
			.check(Slipway.CLASSES);
	}

	@Test
	void aDomainIsToldTheTime() {
		noClasses().that(Slipway.DOMAIN)
			.should()
			.callMethod(Instant.class, "now")
			.orShould()
			.callMethod(Clock.class, "systemUTC")
			.orShould()
			.callMethod(System.class, "currentTimeMillis")
			.orShould()
			.callMethod(System.class, "nanoTime")
			.orShould()
			.callMethod(Thread.class, "sleep", long.class)
			.because("time is a parameter, so tests tick and never sleep")
			.check(Slipway.CLASSES);
	}

	@Test
	void adaptersDoNotSeeAnotherFeaturesAdapters() {
		slices().matching("dev.slipway.(*).adapter..").should().notDependOnEachOther().check(Slipway.CLASSES);
	}

	@Test
	void controllersDoNotSeeAnotherFeaturesControllers() {
		slices().matching("dev.slipway.(*).web..").should().notDependOnEachOther().check(Slipway.CLASSES);
	}

	@Test
	void controllersDoNotSeeAdapters() {
		noClasses().that(Slipway.WEB).should().dependOnClassesThat(Slipway.ADAPTER).check(Slipway.CLASSES);
	}

	@Test
	void adaptersDoNotSeeControllers() {
		noClasses().that(Slipway.ADAPTER).should().dependOnClassesThat(Slipway.WEB).check(Slipway.CLASSES);
	}

	/**
	 * Without {@code api}: every feature's controllers use it, and it uses access to know
	 * who calls. The next rule holds it to account, package by package.
	 */
	@Test
	void featuresHaveNoCycles() {
		slices().matching("dev.slipway.(*)..")
			.should()
			.beFreeOfCycles()
			.check(Slipway.CLASSES.that(Slipway.below(Slipway.FEATURES).or(Slipway.below(List.of("chaos")))));
	}

	@Test
	void packagesHaveNoCycles() {
		slices().matching("dev.slipway.(**)")
			.should()
			.beFreeOfCycles()
			.check(Slipway.CLASSES.that(Slipway.CONTROL_PLANE.or(Slipway.below(List.of("chaos", "observability")))));
	}

	@Test
	void theKernelSeesNoFeatureButAccess() {
		noClasses().that(Slipway.below(Slipway.KERNEL))
			.should()
			.dependOnClassesThat(Slipway.below(Slipway.FEATURES).and(not(resideInAPackage("dev.slipway.access"))))
			.check(Slipway.CLASSES);
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
