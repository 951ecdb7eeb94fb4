package dev.slipway.architecture;

import java.util.List;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Between modules: one direction, from the console down to observability, and the local
 * cluster beside it all.
 */
final class ModuleRules {

	private static final DescribedPredicate<JavaClass> CLUSTER = Slipway.below(List.of("cluster"));

	private static final DescribedPredicate<JavaClass> CHAOS = Slipway.below(List.of("chaos"));

	private static final DescribedPredicate<JavaClass> CONSOLE = Slipway
		.below(List.of("console", "platform", "instances", "cli"))
		.or(resideInAPackage("dev.slipway"))
		.as("of the web console's module");

	private static final String ROLLOUT = "dev.slipway.rollout.Planted";

	private static final String CONSOLES = "dev.slipway.console.Planted";

	private static final String CLUSTERS = "dev.slipway.cluster.Planted";

	static final List<Rule> ALL = List.of(
			standsAlone("cluster", "The local cluster sees nothing else of ours: only HTTPS and a kubeconfig join it"),
			standsAlone("observability", "Observability sees nothing else of ours: it is the lowest module"),
			standsAlone("cli", "The command line sees nothing else of ours: it talks by REST, as anybody else"),
			wiring(), upwards(), chaos(), pages(), embedded(), clusterCycles(), fields());

	private ModuleRules() {
	}

	private static Rule standsAlone(String name, String sentence) {
		DescribedPredicate<JavaClass> own = Slipway.below(List.of(name));
		return Rule.of(sentence, noClasses().that(own).should().dependOnClassesThat(Slipway.OURS.and(not(own))),
				Plant.of("dev.slipway." + name + ".Planted", "dev.slipway.rollout.Planted other;", ROLLOUT, ""));
	}

	private static Rule wiring() {
		return Rule.of("Only the platform's wiring sees the local cluster: what works on it has to work on any other",
				noClasses().that(Slipway.OURS.and(not(CLUSTER)).and(not(Slipway.below(List.of("platform")))))
					.should()
					.dependOnClassesThat(CLUSTER),
				Plant.of(ROLLOUT, "dev.slipway.cluster.Planted other;", CLUSTERS, ""),
				Plant.of(CONSOLES, "dev.slipway.cluster.Planted other;", CLUSTERS, ""));
	}

	private static Rule upwards() {
		return Rule.of("The control plane does not see the modules above it",
				noClasses().that(Slipway.CONTROL_PLANE).should().dependOnClassesThat(CHAOS.or(CONSOLE)),
				Plant.of(ROLLOUT, "dev.slipway.chaos.Planted other;", "dev.slipway.chaos.Planted", ""),
				Plant.of(ROLLOUT, "dev.slipway.console.Planted other;", CONSOLES, ""));
	}

	private static Rule chaos() {
		return Rule.of("Chaos does not see the console", noClasses().that(CHAOS).should().dependOnClassesThat(CONSOLE),
				Plant.of("dev.slipway.chaos.Planted", "dev.slipway.console.Planted other;", CONSOLES, ""));
	}

	private static Rule pages() {
		return Rule.of("The console's pages do not touch adapters",
				noClasses().that(Slipway.below(List.of("console"))).should().dependOnClassesThat(Slipway.ADAPTER),
				Plant.of(CONSOLES, "dev.slipway.rollout.adapter.Planted other;", "dev.slipway.rollout.adapter.Planted",
						""));
	}

	private static Rule embedded() {
		DescribedPredicate<JavaClass> embedded = resideInAPackage("dev.slipway.observability..embedded..");
		return Rule.of("Only adapters see the embedded stores: each is one of two behind the same port",
				noClasses().that(Slipway.OURS.and(not(embedded)).and(not(Slipway.ADAPTER)))
					.should()
					.dependOnClassesThat(embedded),
				Plant.of("dev.slipway.telemetry.Planted", "dev.slipway.observability.logs.embedded.Planted other;",
						"dev.slipway.observability.logs.embedded.Planted", ""));
	}

	private static Rule clusterCycles() {
		return Rule.among(CLUSTER, "The local cluster's packages have no cycles",
				slices().matching("dev.slipway.(**)").should().beFreeOfCycles(),
				Plant.of(CLUSTERS, "dev.slipway.cluster.api.Planted other;", "dev.slipway.cluster.api.Planted",
						"dev.slipway.cluster.Planted other;"));
	}

	private static Rule fields() {
		return Rule.of("Nothing is injected into fields", NO_CLASSES_SHOULD_USE_FIELD_INJECTION, Plant.of(ROLLOUT,
				"@org.springframework.beans.factory.annotation.Autowired private java.util.List<String> all;"));
	}

}
