package dev.slipway

import com.cloudbees.groovy.cps.NonCPS

/** The scripts that look for known weaknesses in what a project depends on; each fails when it finds any of the severity. */
class DependencyScan implements Serializable {

	private static final long serialVersionUID = 1L

	static final List<String> TOOLS = ['trivy', 'owasp', 'npm', 'pip-audit', 'govulncheck']

	/** From the mildest; with the CVSS score that each begins at. */
	static final Map<String, String> SEVERITIES = [low: '0.1', medium: '4', high: '7', critical: '9']

	static final String OWASP = 'org.owasp:dependency-check-maven:12.1.0:check'

	/** The tool for what a project is built with. */
	@NonCPS
	static String by(String buildTool) {
		[maven: 'owasp', gradle: 'trivy', npm: 'npm', python: 'pip-audit', go: 'govulncheck'][buildTool]
	}

	/** Where the tool leaves its report. */
	@NonCPS
	static String report(String tool) {
		tool == 'owasp' ? 'target/dependency-check-report.*' : 'target/dependency-scan.*'
	}

	/** @param severity the mildest that fails the build; pip-audit and govulncheck know none and fail on any */
	@NonCPS
	static Map<String, String> script(String tool, String severity) {
		Parameters.oneOf('dependencyScan', 'tool', tool, TOOLS)
		List<String> all = [] + SEVERITIES.keySet()
		Parameters.oneOf('dependencyScan', 'severity', severity, all)
		String script
		switch (tool) {
			case 'trivy':
				String wanted = all.subList(all.indexOf(severity), all.size()).join(',').toUpperCase(Locale.ROOT)
				script = Shell.command(['trivy', 'fs', '--scanners', 'vuln', '--severity', wanted, '--exit-code', '1', '--format',
						'json', '--output', 'target/dependency-scan.json', '.'])
				break
			case 'owasp':
				script = Shell.command(['mvn', '-B', OWASP, "-DfailBuildOnCVSS=${SEVERITIES[severity]}", '-Dformats=HTML,JSON'])
				break
			case 'npm':
				String level = severity == 'medium' ? 'moderate' : severity
				script = Shell.command(['npm', 'audit', "--audit-level=${level}", '--json']) + ' > target/dependency-scan.json'
				break
			case 'pip-audit':
				script = Shell.command(['.venv/bin/python', '-m', 'pip_audit', '--format', 'json', '--output',
						'target/dependency-scan.json'])
				break
			default:
				script = Shell.command(['govulncheck', './...']) + ' > target/dependency-scan.txt'
		}
		[label: "Scan dependencies with ${tool}".toString(), script: 'mkdir -p target && ' + script]
	}

}
