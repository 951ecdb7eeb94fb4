package dev.slipway.strategy;

import java.util.ArrayList;
import java.util.List;

import dev.slipway.strategy.Finding.Severity;

/** Collects findings. */
final class Findings {

	private static final String STRATEGY = "spec.strategy";

	private final List<Finding> all = new ArrayList<>();

	void error(String rule, String path, String message, String remedy) {
		add(Severity.ERROR, rule, path, message, remedy);
	}

	void warning(String rule, String path, String message, String remedy) {
		add(Severity.WARNING, rule, path, message, remedy);
	}

	void note(String rule, String path, String message, String remedy) {
		add(Severity.NOTE, rule, path, message, remedy);
	}

	void add(Finding finding) {
		this.all.add(finding);
	}

	/** Errors first, each severity in the order in which it was found. */
	List<Finding> sorted() {
		return this.all.stream().sorted((one, other) -> one.severity().compareTo(other.severity())).toList();
	}

	/** The path of a key of the strategy. */
	static String path(String key) {
		return STRATEGY + "." + key;
	}

	/** The path of a key of a canary's step, counted from 0; of the step if empty. */
	static String step(int index, String key) {
		return STRATEGY + ".steps[" + index + "]" + (key.isEmpty() ? "" : "." + key);
	}

	private void add(Severity severity, String rule, String path, String message, String remedy) {
		this.all.add(new Finding(severity, rule, path, message, remedy));
	}

}
