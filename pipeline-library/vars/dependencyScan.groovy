import dev.slipway.DependencyScan
import dev.slipway.Parameters
import dev.slipway.Workspace

/** Looks for known weaknesses; see dependencyScan.txt. */
def call(Map parameters = [:]) {
	Parameters.check('dependencyScan', parameters, ['tool', 'severity'])
	String tool = parameters.tool ?: DependencyScan.by(Workspace.tool(this, null).name)
	Map scan = DependencyScan.script(tool, parameters.severity ?: 'high')
	try {
		sh scan
	}
	finally {
		archiveArtifacts artifacts: DependencyScan.report(tool), allowEmptyArchive: true
	}
}
