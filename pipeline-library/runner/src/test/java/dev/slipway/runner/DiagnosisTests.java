package dev.slipway.runner;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The line that says why. */
class DiagnosisTests {

	private final Diagnosis diagnosis = new Diagnosis();

	private String cause(String... lines) {
		for (String line : lines) {
			this.diagnosis.read(line);
		}
		return String.valueOf(this.diagnosis.failure(1).cause());
	}

	@Test
	void findsTheCompileErrorAmongMavensOthers() {
		assertThat(cause("[ERROR] COMPILATION ERROR : ",
				"[ERROR] /b/1/workspace/src/main/java/shop/A.java:[12,5] cannot find symbol",
				"[ERROR] /b/1/workspace/src/main/java/shop/B.java:[1,1] other",
				"[ERROR] Failed to execute goal org.apache:maven-compiler-plugin:compile (default) -> [Help 1]"))
			.isEqualTo("Compile error: src/main/java/shop/A.java, line 12, column 5: cannot find symbol");
	}

	@Test
	void countsFailedTests() {
		assertThat(cause("[ERROR] Failures: ", "[ERROR]   OrderTests.pays:14 expected: 1",
				"[ERROR] Tests run: 3, Failures: 1, Errors: 0, Skipped: 0"))
			.isEqualTo(
					"Tests failed: Tests run: 3, Failures: 1, Errors: 0, Skipped: 0; first: OrderTests.pays:14 expected: 1");
	}

	@Test
	void namesAMissingProgram() {
		assertThat(cause("/tmp/script.sh: 1: mvn: not found")).isEqualTo("The program 'mvn' was not found");
		assertThat(new DiagnosisTests().cause("script.sh: line 3: npm: command not found"))
			.isEqualTo("The program 'npm' was not found");
	}

	@Test
	void saysNothingWhenItFindsNothing() {
		assertThat(cause("all well")).isEqualTo("null");
	}

}
