import dev.slipway.Shell

/** Compiles; see buildService.txt. */
def call(Map parameters = [:]) {
	if (!fileExists('pom.xml')) {
		error 'buildService found no pom.xml. It builds with Maven; for another tool use sh.'
	}
	List arguments = ['mvn', '-B', '-DskipTests'] + (parameters.arguments ?: []) + ['test-compile']
	sh label: 'Compile with Maven; what is missing is fetched first', script: Shell.command(arguments)
}
