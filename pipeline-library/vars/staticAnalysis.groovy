import dev.slipway.BuildTool
import dev.slipway.Parameters
import dev.slipway.Workspace

/** Analyses the source; see staticAnalysis.txt. */
def call(Map parameters = [:]) {
	Parameters.check('staticAnalysis', parameters, ['tool', 'arguments', 'reports'])
	BuildTool tool = Workspace.tool(this, parameters.tool)
	String descriptor = [maven: 'pom.xml', python: 'pyproject.toml'][tool.name]
	def analysis = tool.analysis(descriptor && fileExists(descriptor) ? readFile(descriptor) : null, parameters.arguments ?: [])
	if (!analysis) {
		echo "staticAnalysis did nothing: ${descriptor} names no analyser that it knows"
		return
	}
	try {
		sh analysis
	}
	finally {
		if (parameters.reports) {
			archiveArtifacts artifacts: parameters.reports, allowEmptyArchive: true
		}
	}
}
