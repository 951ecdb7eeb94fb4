import dev.slipway.BuildTool
import dev.slipway.Parameters
import dev.slipway.Workspace

/** Compiles; see buildService.txt. */
def call(Map parameters = [:]) {
	Parameters.check('buildService', parameters, ['tool', 'arguments'])
	BuildTool tool = Workspace.tool(this, parameters.tool)
	List scripts = tool.compile(parameters.arguments ?: [])
	for (int i = 0; i < scripts.size(); i++) {
		sh scripts[i]
	}
}
