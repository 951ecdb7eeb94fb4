package dev.slipway.jenkins.adapter;

/** What the pipelines of the {@link JenkinsDriveKit} do; none needs a repository. */
enum PipelineScript {

	/** Says what it was started with. */
	PARAMETERS("echo \"target ${params.TARGET}\""),

	/** Has nested and parallel stages. */
	STAGES("""
			stage('Outer') { stage('Inner') { echo 'in' } }
			stage('Fan') { parallel a: { echo 'a' }, b: { echo 'b' } }"""),

	/** Says so much that it is read in several windows: 16,384 lines. */
	TALKS("""
			def text = 'line ü of a long log\\n'
			for (int i = 0; i < 14; i++) { text = text + text }
			echo text"""),

	/** Keeps a file and the results of two tests; needs an executor. */
	FILES("""
			node {
			  writeFile file: 'out/a b.txt', text: 'hello'
			  writeFile file: 'report.xml', text: '<testsuite name="s"><testcase classname="org.acme.CartTest" name="adds"/>\
			<testcase classname="org.acme.CartTest" name="removes"><failure message="expected 1"/></testcase></testsuite>'
			  junit 'report.xml'
			  archiveArtifacts 'out/**'
			}"""),

	/** Waits for a person. */
	ASKS("""
			def given = input id: 'go-live', message: 'Release to <prod>?', ok: 'Ship it',
			  parameters: [string(name: 'NOTE', defaultValue: 'none')]
			echo "note ${given}\""""),

	/** Goes on until it is ended. */
	HANGS("echo 'begun'\nsleep 600"),

	/** Breaks. */
	FAILS("stage('Build') { error 'it broke' }");

	private final String groovy;

	PipelineScript(String groovy) {
		this.groovy = groovy;
	}

	String groovy() {
		return this.groovy;
	}

}
