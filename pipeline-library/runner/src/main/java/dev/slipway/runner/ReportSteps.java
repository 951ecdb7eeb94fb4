package dev.slipway.runner;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import hudson.AbortException;

/**
 * The step {@code junit}: collects test results and makes the build unstable by failures.
 */
final class ReportSteps {

	private static final int CASES_A_LINE = 200;

	private final Build build;

	ReportSteps(Build build) {
		this.build = build;
	}

	void register(Language language) {
		language.add(Step.simple("junit", this::junit, "testResults", "allowEmptyResults", "keepLongStdio",
				"skipMarkingBuildUnstable", "skipPublishingChecks"));
	}

	private Object junit(Call call) throws Exception {
		Path folder = this.build.context().folder("junit");
		List<Path> files = AntPattern.find(folder, call.text("testResults"), "");
		if (files.isEmpty() && !call.flag("allowEmptyResults")) {
			throw new AbortException("No test report files were found that match '" + call.text("testResults")
					+ "'. Configuration error?");
		}
		TestReport report = new TestReport();
		for (Path file : files) {
			report.read(file);
		}
		List<Map<String, Object>> cases = report.cases();
		for (int from = 0; from < cases.size(); from += CASES_A_LINE) {
			this.build.events()
				.send("tests", "stage", this.build.context().stage(), "cases",
						List.copyOf(cases.subList(from, Math.min(cases.size(), from + CASES_A_LINE))));
		}
		this.build.log("Tests: " + report.getTotalCount() + ", failed: " + report.getFailCount() + ", skipped: "
				+ report.getSkipCount());
		if (report.getFailCount() > 0 && !call.flag("skipMarkingBuildUnstable")) {
			this.build.worsen(Result.UNSTABLE);
			this.build.worsenStage(Result.UNSTABLE);
		}
		return report;
	}

}
