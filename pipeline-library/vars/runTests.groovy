import dev.slipway.BuildTool
import dev.slipway.Coverage
import dev.slipway.GoTestReport
import dev.slipway.Parameters
import dev.slipway.Workspace

/** Tests; see runTests.txt. */
def call(Map parameters = [:]) {
	Parameters.check('runTests', parameters, ['tool', 'arguments', 'reports', 'coverage', 'minimum'])
	BuildTool tool = Workspace.tool(this, parameters.tool)
	try {
		sh tool.test(parameters.arguments ?: [])
	}
	finally {
		if (tool.name == 'go' && fileExists(GoTestReport.OUTPUT)) {
			writeFile file: GoTestReport.REPORT, text: GoTestReport.junit(readFile(GoTestReport.OUTPUT))
		}
		junit testResults: parameters.reports ?: tool.reports, allowEmptyResults: true
	}
	measured(parameters.coverage ?: tool.coverage, parameters.minimum)
}

private void measured(String report, Object minimum) {
	if (!fileExists(report)) {
		if (minimum) {
			error "There is no coverage report ${report}, and at least ${minimum} % are wanted"
		}
		return
	}
	Double percent = Coverage.percent(readFile(report))
	archiveArtifacts artifacts: report, allowEmptyArchive: true
	if (percent == null) {
		error "The coverage report ${report} is none of JaCoCo, Cobertura or Go"
	}
	echo "Tests reach ${Coverage.text(percent)} of the lines"
	if (minimum && percent < (minimum as double)) {
		error "Tests reach ${Coverage.text(percent)} of the lines; at least ${minimum} % are wanted"
	}
}
