package dev.slipway

import com.cloudbees.groovy.cps.NonCPS
import groovy.json.JsonSlurper

/** Turns what {@code go test -json} says, an object a line, into JUnit's XML, which Go does not write. */
class GoTestReport implements Serializable {

	private static final long serialVersionUID = 1L

	static final String OUTPUT = 'target/go-test.json'

	static final String REPORT = 'target/go-test.xml'

	/** The report; lines that are no JSON, such as compiler errors, are left out. */
	@NonCPS
	static String junit(String output) {
		Map<String, StringBuilder> said = [:]
		StringBuilder cases = new StringBuilder()
		int tests = 0
		int failures = 0
		for (String line : output.readLines()) {
			Map event = line.startsWith('{') ? (Map) new JsonSlurper().parseText(line) : [:]
			if (!event.Test) {
				continue
			}
			String key = "${event.Package} ${event.Test}".toString()
			if (event.Action == 'output') {
				said.get(key, new StringBuilder()).append(event.Output)
			}
			else if (['pass', 'fail', 'skip'].contains(event.Action)) {
				tests++
				failures += event.Action == 'fail' ? 1 : 0
				cases.append(testcase(event, String.valueOf(said[key] ?: '')))
			}
		}
		"<testsuite name=\"go\" tests=\"${tests}\" failures=\"${failures}\">\n${cases}</testsuite>\n"
	}

	@NonCPS
	private static String testcase(Map event, String said) {
		String open = "<testcase classname=\"${escape(event.Package)}\" name=\"${escape(event.Test)}\" time=\"${event.Elapsed ?: 0}\">"
		String inner = ''
		if (event.Action == 'fail') {
			inner = "<failure message=\"failed\">${escape(said)}</failure>"
		}
		else if (event.Action == 'skip') {
			inner = '<skipped/>'
		}
		"${open}${inner}</testcase>\n"
	}

	@NonCPS
	static String escape(Object text) {
		String.valueOf(text).replaceAll(/[\x00-\x08\x0b\x0c\x0e-\x1f]/, '?').replace('&', '&amp;').replace('<', '&lt;')
				.replace('>', '&gt;').replace('"', '&quot;')
	}

}
