import dev.slipway.LoadTest
import dev.slipway.Parameters

/** Puts load on what was released; see loadTest.txt. */
def call(Map parameters = [:]) {
	Parameters.check('loadTest', parameters, ['plan', 'url', 'tool', 'minutes'])
	String tool = parameters.tool ?: 'k6'
	Map load = LoadTest.script(tool, Parameters.required('loadTest', parameters, 'plan'),
			Parameters.required('loadTest', parameters, 'url'))
	try {
		timeout(time: (parameters.minutes ?: 15) as int, unit: 'MINUTES') {
			sh load
		}
	}
	finally {
		archiveArtifacts artifacts: LoadTest.results(tool), allowEmptyArchive: true
	}
}
