import dev.slipway.Shell

/** Tests; see runTests.txt. */
def call(Map parameters = [:]) {
	List arguments = ['mvn', '-B'] + (parameters.arguments ?: []) + ['verify']
	try {
		sh label: 'Test with Maven', script: Shell.command(arguments)
	}
	finally {
		junit testResults: parameters.reports ?: '**/target/surefire-reports/TEST-*.xml,**/target/failsafe-reports/TEST-*.xml', allowEmptyResults: true
	}
}
