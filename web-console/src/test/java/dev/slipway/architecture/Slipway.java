package dev.slipway.architecture;

import java.util.List;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;

/**
 * Slipway's own classes, read once for all rules, and the sets of them the rules speak
 * of.
 */
final class Slipway {

	/** The control plane's features, each with a domain, adapters and controllers. */
	static final List<String> FEATURES = List.of("flow", "drift", "access", "catalog", "repository", "environments",
			"pipeline", "onboarding", "scaffold", "judge", "strategy", "rollout", "promotion", "notification",
			"analysis", "telemetry", "timeline", "jenkins", "preview");

	/** What the control plane's features stand on; Spring is their trade. */
	static final List<String> KERNEL = List.of("api", "database");

	/** The packages of the modules beside and above the control plane. */
	static final List<String> OTHERS = List.of("chaos", "observability", "cluster", "cli", "console", "platform",
			"instances");

	static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("dev.slipway");

	static final DescribedPredicate<JavaClass> OURS = resideInAPackage("dev.slipway..");

	static final DescribedPredicate<JavaClass> CONTROL_PLANE = below(FEATURES).or(below(KERNEL))
		.as("of the control plane");

	static final DescribedPredicate<JavaClass> ADAPTER = resideInAPackage("dev.slipway..adapter..").as("adapters");

	static final DescribedPredicate<JavaClass> WEB = resideInAPackage("dev.slipway..web..").as("controllers");

	/** What is left of a feature without its adapters and controllers. */
	static final DescribedPredicate<JavaClass> DOMAIN = below(FEATURES).or(below(List.of("chaos")))
		.and(resideOutsideOfPackages("..adapter..", "..web.."))
		.as("of a feature's domain");

	private Slipway() {
	}

	static DescribedPredicate<JavaClass> below(List<String> names) {
		return resideInAnyPackage(names.stream().map((name) -> "dev.slipway." + name + "..").toArray(String[]::new));
	}

	/** {@code rollout} for a class of {@code dev.slipway.rollout.adapter}. */
	static String featureOf(JavaClass type) {
		String[] parts = type.getPackageName().split("\\.");
		return (parts.length > 2) ? parts[2] : "";
	}

}
