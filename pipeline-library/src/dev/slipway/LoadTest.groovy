package dev.slipway

import com.cloudbees.groovy.cps.NonCPS

/** The scripts of load generators; each fails by the thresholds that its own script has. */
class LoadTest implements Serializable {

	private static final long serialVersionUID = 1L

	static final List<String> TOOLS = ['k6', 'gatling', 'jmeter']

	static final String GATLING = 'io.gatling:gatling-maven-plugin:4.16.3:test'

	/** Where the results are. */
	@NonCPS
	static String results(String tool) {
		tool == 'gatling' ? 'target/gatling/**' : 'target/load-test.*'
	}

	/** @param plan the generator's own script: a file for k6 and JMeter, a class for Gatling */
	@NonCPS
	static Map<String, String> script(String tool, String plan, String url) {
		Parameters.oneOf('loadTest', 'tool', tool, TOOLS)
		List<String> command
		switch (tool) {
			case 'k6':
				command = ['k6', 'run', '--summary-export', 'target/load-test.json', '--env', "TARGET=${url}", plan]
				break
			case 'gatling':
				command = ['mvn', '-B', GATLING, "-Dgatling.simulationClass=${plan}", "-Dtarget=${url}"]
				break
			default:
				command = ['jmeter', '-n', '-t', plan, '-l', 'target/load-test.jtl', "-Jtarget=${url}"]
		}
		[label: "Load test ${url} with ${tool}".toString(), script: 'mkdir -p target && ' + Shell.command(command)]
	}

}
