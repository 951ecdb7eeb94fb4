package dev.slipway.architecture;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import dev.slipway.environments.Clusters;
import io.fabric8.kubernetes.client.KubernetesClient;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** Inside a feature: {@code web → feature ← adapter}; between features: no cycles. */
final class FeatureRules {

	/**
	 * All a domain may see. Positive, so that Spring, fabric8, JDBC, JGit and whatever
	 * comes next are out without being named.
	 */
	private static final DescribedPredicate<JavaClass> OPEN_TO_DOMAINS = resideInAnyPackage("java..", "javax.crypto..",
			"org.jspecify..", "org.apache.commons.statistics.distribution..")
		.and(resideOutsideOfPackage("java.sql.."))
		.or(Slipway.DOMAIN)
		.or(Slipway.below(List.of("observability")).and(resideOutsideOfPackage("..embedded..")))
		.as("the JDK without JDBC, JSpecify, probability distributions, domains, and observability's ports");

	/**
	 * The one exception: several features' adapters share a Kubernetes client per
	 * cluster, and adapters never import adapters, so they meet at this port.
	 */
	private static final DescribedPredicate<JavaClass> CLUSTERS = equivalentTo(Clusters.class);

	private static final String DOMAIN = "dev.slipway.rollout.Planted";

	private static final String ADAPTER = "dev.slipway.rollout.adapter.Planted";

	private static final String WEB = "dev.slipway.rollout.web.Planted";

	static final List<Rule> ALL = List.of(domains(), clusters(), time(), adapters(), controllers(), webToAdapter(),
			adapterToWeb(), features(), packages(), kernel());

	private FeatureRules() {
	}

	private static Rule domains() {
		return Rule.of("A domain sees only the JDK and domains: decisions are tested without Spring or a database",
				classes().that(Slipway.DOMAIN.and(not(CLUSTERS))).should().onlyDependOnClassesThat(OPEN_TO_DOMAINS),
				Plant.of(DOMAIN, "org.springframework.context.ApplicationContext spring;"),
				Plant.of(DOMAIN, "java.sql.Connection connection;"),
				Plant.of(DOMAIN, "io.fabric8.kubernetes.client.KubernetesClient client;"),
				Plant.of(DOMAIN, "Planted(dev.slipway.rollout.adapter.Planted other) { }", ADAPTER, ""));
	}

	private static Rule clusters() {
		return Rule.of("Clusters sees of Kubernetes only the client as a type",
				classes().that(CLUSTERS)
					.should()
					.onlyDependOnClassesThat(OPEN_TO_DOMAINS.or(equivalentTo(KubernetesClient.class))),
				Plant.of("dev.slipway.environments.Clusters", "io.fabric8.kubernetes.api.model.Pod pod;"));
	}

	private static Rule time() {
		return Rule.of("A domain is told the time, so that tests tick and never sleep",
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
					.callMethod(Thread.class, "sleep", long.class),
				Plant.of(DOMAIN, "Object now() { return java.time.Instant.now(); }"),
				Plant.of(DOMAIN, "Object clock() { return java.time.Clock.systemUTC(); }"),
				Plant.of(DOMAIN, "long millis() { return System.currentTimeMillis(); }"),
				Plant.of(DOMAIN, "long nanos() { return System.nanoTime(); }"),
				Plant.of(DOMAIN, "void sleep() throws Exception { Thread.sleep(5); }"));
	}

	private static Rule adapters() {
		return Rule.of("Adapters do not see another feature's adapters",
				slices().matching("dev.slipway.(*).adapter..").should().notDependOnEachOther(), Plant.of(ADAPTER,
						"dev.slipway.pipeline.adapter.Planted other;", "dev.slipway.pipeline.adapter.Planted", ""));
	}

	private static Rule controllers() {
		return Rule.of("Controllers do not see another feature's controllers",
				slices().matching("dev.slipway.(*).web..").should().notDependOnEachOther(),
				Plant.of(WEB, "dev.slipway.pipeline.web.Planted other;", "dev.slipway.pipeline.web.Planted", ""));
	}

	private static Rule webToAdapter() {
		return Rule.of("Controllers do not see adapters",
				noClasses().that(Slipway.WEB).should().dependOnClassesThat(Slipway.ADAPTER),
				Plant.of(WEB, "dev.slipway.rollout.adapter.Planted other;", ADAPTER, ""));
	}

	private static Rule adapterToWeb() {
		return Rule.of("Adapters do not see controllers",
				noClasses().that(Slipway.ADAPTER).should().dependOnClassesThat(Slipway.WEB),
				Plant.of(ADAPTER, "dev.slipway.rollout.web.Planted other;", WEB, ""));
	}

	/**
	 * Without {@code api}: every feature's controllers use it, and it uses access to know
	 * who calls. The rule on packages holds it to account, package by package.
	 */
	private static Rule features() {
		return Rule.among(Slipway.below(Slipway.FEATURES).or(Slipway.below(List.of("chaos"))),
				"Features have no cycles", slices().matching("dev.slipway.(*)..").should().beFreeOfCycles(),
				Plant.of("dev.slipway.rollout.web.Planted", "dev.slipway.pipeline.Planted other;",
						"dev.slipway.pipeline.Planted", "dev.slipway.rollout.Planted other;",
						"dev.slipway.rollout.Planted", ""));
	}

	private static Rule packages() {
		return Rule.among(Slipway.CONTROL_PLANE.or(Slipway.below(List.of("chaos", "observability"))),
				"Packages have no cycles", slices().matching("dev.slipway.(**)").should().beFreeOfCycles(),
				Plant.of(DOMAIN, "dev.slipway.rollout.adapter.Planted other;", ADAPTER,
						"dev.slipway.rollout.Planted other;"));
	}

	private static Rule kernel() {
		return Rule.of("The kernel sees no feature but access", noClasses().that(Slipway.below(Slipway.KERNEL))
			.should()
			.dependOnClassesThat(Slipway.below(Slipway.FEATURES).and(not(resideInAPackage("dev.slipway.access")))),
				Plant.of("dev.slipway.api.Planted", "dev.slipway.rollout.Planted other;", DOMAIN, ""),
				Plant.of("dev.slipway.database.Planted", "dev.slipway.rollout.Planted other;", DOMAIN, ""));
	}

}
