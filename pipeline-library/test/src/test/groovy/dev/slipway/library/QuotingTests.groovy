package dev.slipway.library

import static org.junit.jupiter.api.Assertions.assertEquals
import static org.junit.jupiter.api.Assertions.assertFalse

import java.nio.file.Files
import java.nio.file.Path

import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** Whatever a repository is called by its users, sh runs what the library says and nothing else. */
class QuotingTests extends LibraryTest {

	@TempDir
	Path folder

	@Test
	void aBranchThatIsACommandDoesNothing() {
		environment(BRANCH_NAME: '$(touch x)', GIT_URL: 'http://host/`touch x`; touch x', BUILD_NUMBER: "1' ; touch x '")
		pipeline("""servicePipeline(build: [arguments: ['-Dbranch=' + env.BRANCH_NAME, '-Dnote=it\\'s \\\\ fine']],
				image: [mainClass: 'a.B\$(touch x)', labels: [note: '"; touch x; "']])""")
		List<List<String>> calls = scripts.collect { run(it) }
		assertFalse(Files.exists(folder.resolve('x')))
		assertEquals(['-B', '-DskipTests', '-Dbranch=$(touch x)', '-Dnote=it\'s \\ fine', 'test-compile'], calls[0])
		assertEquals('-Djib.container.entrypoint=java,-cp,app/resources:app/classes:app/libs/*,a.B$(touch x)', calls[2][4])
		assertEquals('-Djib.container.mainClass=a.B$(touch x)', calls[2][7])
	}

	/** Runs a script with a mvn that prints its arguments. */
	private List<String> run(String script) {
		Path mvn = folder.resolve('mvn')
		Files.write(mvn, '#!/bin/sh\nprintf "%s\\n" "$@"\n'.bytes)
		mvn.toFile().setExecutable(true)
		ProcessBuilder builder = new ProcessBuilder('sh', '-e', '-c', script)
		builder.directory(folder.toFile())
		builder.environment().put('PATH', "${folder}:${System.getenv('PATH')}".toString())
		Process process = builder.redirectErrorStream(true).start()
		List<String> arguments = process.inputStream.readLines('UTF-8')
		assertEquals(0, process.waitFor(), arguments.join('\n'))
		arguments
	}

}
