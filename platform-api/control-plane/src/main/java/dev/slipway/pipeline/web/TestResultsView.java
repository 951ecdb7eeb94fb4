package dev.slipway.pipeline.web;

import java.util.List;

import dev.slipway.pipeline.TestCase;

/** Test results of a build as JSON. */
record TestResultsView(int total, int passed, int failed, int skipped, List<TestCase> cases) {

	static TestResultsView of(List<TestCase> cases) {
		int failed = count(cases, "FAILED");
		int skipped = count(cases, "SKIPPED");
		return new TestResultsView(cases.size(), cases.size() - failed - skipped, failed, skipped, cases);
	}

	private static int count(List<TestCase> cases, String status) {
		return (int) cases.stream().filter((test) -> test.status().equals(status)).count();
	}

}
