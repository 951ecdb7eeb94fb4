package dev.slipway.architecture;

import java.nio.file.Path;
import java.util.List;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;

/**
 * A rule with code that breaks it, so that it is known to find something.
 *
 * @param sentence what it says
 * @param rule what it checks
 * @param among the classes it looks at
 * @param plants each breaks the rule by itself
 */
record Rule(String sentence, ArchRule rule, DescribedPredicate<JavaClass> among, List<Plant> plants) {

	static Rule of(String sentence, ArchRule rule, Plant... plants) {
		return among(DescribedPredicate.alwaysTrue(), sentence, rule, plants);
	}

	static Rule among(DescribedPredicate<JavaClass> classes, String sentence, ArchRule rule, Plant... plants) {
		return new Rule(sentence, rule, classes, List.of(plants));
	}

	/** Checks the product. */
	void holds() {
		this.rule.check(Slipway.CLASSES.that(this.among));
	}

	/** Whether the rule sees what was planted. */
	boolean finds(Plant plant, Path folder) {
		plant.compile(folder);
		return finds(new ClassFileImporter().importPath(folder));
	}

	boolean finds(JavaClasses planted) {
		return this.rule.evaluate(planted.that(this.among)).hasViolation();
	}

	@Override
	public String toString() {
		return this.sentence;
	}

}
