package dev.slipway

import com.cloudbees.groovy.cps.NonCPS

/**
 * The tool that a repository is built with, found by the files at its root, and the scripts to compile, test, analyse
 * and scan with it. Each script is a map of {@code label} and {@code script}.
 */
class BuildTool implements Serializable {

	private static final long serialVersionUID = 1L

	static final List<String> NAMES = ['maven', 'gradle', 'npm', 'python', 'go']

	/** Files at the root and what they mean, the first that is there decides. */
	static final Map<String, String> MARKERS = ['pom.xml': 'maven', 'build.gradle': 'gradle', 'build.gradle.kts': 'gradle',
			'package.json': 'npm', 'pyproject.toml': 'python', 'requirements.txt': 'python', 'setup.py': 'python',
			'go.mod': 'go']

	/** Further files that change what is called. */
	static final Map<String, List<String>> EXTRAS = [maven: ['mvnw'], gradle: ['gradlew'], npm: ['package-lock.json'],
			python: ['requirements.txt'], go: []]

	private static final String PYTHON = '.venv/bin/python'

	final String name

	private final List<String> extras

	BuildTool(String name, List<String> extras) {
		this.name = Parameters.oneOf('buildService', 'tool', name, NAMES)
		this.extras = extras
	}

	@NonCPS
	static Map<String, String> script(String label, List arguments) {
		[label: label, script: Shell.command(arguments)]
	}

	@NonCPS
	String getProgram() {
		name == 'gradle' ? (extras.contains('gradlew') ? './gradlew' : 'gradle') : (extras.contains('mvnw') ? './mvnw' : 'mvn')
	}

	/** Makes all that tests need. */
	@NonCPS
	List<Map<String, String>> compile(List arguments) {
		switch (name) {
			case 'maven':
				return [script('Compile with Maven; what is missing is fetched first',
						[program, '-B', '-DskipTests'] + arguments + ['test-compile'])]
			case 'gradle':
				return [script('Compile with Gradle', [program, '--console=plain'] + arguments + ['testClasses'])]
			case 'npm':
				return [script('Install what package.json names', ['npm', extras.contains('package-lock.json') ? 'ci' : 'install']),
						script('Build with npm', ['npm', 'run', 'build', '--if-present'] + arguments)]
			case 'python':
				List what = extras.contains('requirements.txt') ? ['-r', 'requirements.txt'] : ['-e', '.']
				return [script('Make a virtual environment', ['python3', '-m', 'venv', '.venv']),
						script('Install what the project needs',
						[PYTHON, '-m', 'pip', 'install', '--disable-pip-version-check'] + arguments + what)]
			default:
				return [script('Compile with Go', ['go', 'build'] + arguments + ['./...'])]
		}
	}

	/** Runs the tests and leaves reports. */
	@NonCPS
	Map<String, String> test(List arguments) {
		switch (name) {
			case 'maven':
				return script('Test with Maven', [program, '-B'] + arguments + ['verify'])
			case 'gradle':
				return script('Test with Gradle', [program, '--console=plain'] + arguments + ['check'])
			case 'npm':
				return script('Test with npm', ['npm', 'test'] + (arguments ? ['--'] + arguments : []))
			case 'python':
				return script('Test with pytest', [PYTHON, '-m', 'pytest', '--junitxml=target/test-reports/pytest.xml'] + arguments)
			default:
				return [label: 'Test with Go', script: 'mkdir -p target && '
						+ Shell.command(['go', 'test', '-json', '-coverprofile=coverage.out'] + arguments + ['./...'])
						+ ' > ' + GoTestReport.OUTPUT]
		}
	}

	/** Where JUnit results are after the tests. */
	@NonCPS
	String getReports() {
		[maven: '**/target/surefire-reports/TEST-*.xml,**/target/failsafe-reports/TEST-*.xml',
			gradle: '**/build/test-results/**/TEST-*.xml', npm: '**/junit*.xml,**/test-results/*.xml',
			python: 'target/test-reports/*.xml', go: GoTestReport.REPORT][name]
	}

	/** Where coverage is after the tests, if the project measures it. */
	@NonCPS
	String getCoverage() {
		[maven: 'target/site/jacoco/jacoco.xml', gradle: 'build/reports/jacoco/test/jacocoTestReport.xml',
			npm: 'coverage/cobertura-coverage.xml', python: 'coverage.xml', go: 'coverage.out'][name]
	}

	/** The goals of the analysers that a pom.xml names; empty when it names none. */
	@NonCPS
	static List<String> analysers(String pom) {
		Map<String, String> goals = ['maven-checkstyle-plugin': 'checkstyle:check', 'spotbugs-maven-plugin': 'spotbugs:check',
				'maven-pmd-plugin': 'pmd:check', 'spring-javaformat-maven-plugin': 'spring-javaformat:validate']
		List<String> found = []
		for (Map.Entry<String, String> goal : goals.entrySet()) {
			if (pom.contains("<artifactId>${goal.key}</artifactId>")) {
				found.add(goal.value)
			}
		}
		found
	}

	/**
	 * Analyses the source; null when the project has nothing to analyse with.
	 * @param descriptor the text of the pom.xml or pyproject.toml; null for others
	 */
	@NonCPS
	Map<String, String> analysis(String descriptor, List arguments) {
		switch (name) {
			case 'maven':
				List goals = arguments ?: analysers(descriptor ?: '')
				return goals ? script('Analyse with Maven', [program, '-B'] + goals) : null
			case 'gradle':
				return script('Analyse with Gradle', [program, '--console=plain', 'check', '-x', 'test'] + arguments)
			case 'npm':
				return script('Analyse with npm', ['npm', 'run', 'lint', '--if-present'] + arguments)
			case 'python':
				return (descriptor ?: '').contains('ruff') || arguments
						? script('Analyse with ruff', [PYTHON, '-m', 'ruff', 'check'] + arguments + ['.']) : null
			default:
				return script('Analyse with Go', ['go', 'vet'] + arguments + ['./...'])
		}
	}

}
