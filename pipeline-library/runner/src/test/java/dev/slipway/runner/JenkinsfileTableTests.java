package dev.slipway.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import groovy.json.JsonSlurper;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables in {@code src/test/tables}. A case is a title after {@code ===}, a
 * Jenkinsfile, a line {@code ---} that may be followed by what the platform's request
 * says in JSON, and the trace that {@link InProcess#trace} must give. A line of the trace
 * that ends in an ellipsis is a beginning. {@code ~~~} in place of {@code ---} leaves the
 * order open, {@code answer} in the JSON is what a person answers to inputs.
 */
class JenkinsfileTableTests {

	private static final String ELLIPSIS = "…";

	@TestFactory
	Stream<DynamicTest> tables(@TempDir Path folder) throws IOException {
		List<DynamicTest> tests = new ArrayList<>();
		try (Stream<Path> files = Files.list(Path.of("src/test/tables"))) {
			for (Path file : files.sorted().toList()) {
				for (String text : Files.readString(file).split("(?m)^=== ")) {
					if (!text.isBlank()) {
						Case one = Case.of(text);
						Path own = folder.resolve(String.valueOf(tests.size()));
						tests
							.add(DynamicTest.dynamicTest(file.getFileName() + ": " + one.title, () -> check(one, own)));
					}
				}
			}
		}
		assertThat(tests).hasSizeGreaterThan(50);
		return tests.stream();
	}

	private static void check(Case one, Path folder) throws IOException {
		List<String> trace = new ArrayList<>(
				new InProcess((event) -> one.answer(event)).run(folder, one.jenkinsfile, one.request).trace());
		List<String> expected = new ArrayList<>(one.trace);
		if (!one.ordered) {
			trace.sort(null);
			expected.sort(null);
		}
		for (int i = 0; i < Math.min(trace.size(), expected.size()); i++) {
			String line = expected.get(i);
			if (line.endsWith(ELLIPSIS) && trace.get(i).startsWith(line.substring(0, line.length() - 1))) {
				trace.set(i, line);
			}
		}
		assertThat(String.join("\n", trace)).isEqualTo(String.join("\n", expected));
	}

	private record Case(String title, String jenkinsfile, boolean ordered, Map<String, Object> request,
			Map<?, ?> answers, List<String> trace) {

		static Case of(String text) {
			List<String> lines = text.lines().toList();
			int mark = 1;
			while (!lines.get(mark).startsWith("---") && !lines.get(mark).startsWith("~~~")) {
				mark++;
			}
			String json = lines.get(mark).substring(3).trim();
			Map<String, Object> request = new LinkedHashMap<>();
			Map<?, ?> given = json.isEmpty() ? Map.of() : (Map<?, ?>) new JsonSlurper().parseText(json);
			given.forEach((name, value) -> request.put(String.valueOf(name), value));
			Object answers = request.remove("answer");
			return new Case(lines.get(0), String.join("\n", lines.subList(1, mark)), lines.get(mark).startsWith("---"),
					request, (answers instanceof Map<?, ?> map) ? map : Map.of(),
					lines.subList(mark + 1, lines.size()).stream().filter((line) -> !line.isBlank()).toList());
		}

		Map<String, ?> answer(Map<?, ?> event) {
			if (!Arrays.asList("input-start", "lock-start", "milestone").contains(event.get("event"))) {
				return Map.of();
			}
			Map<String, Object> answer = new LinkedHashMap<>(
					Map.of("command", "answer", "id", event.get("id"), "proceed", true, "actor", "ann"));
			this.answers.forEach((name, value) -> answer.put(String.valueOf(name), value));
			return answer;
		}

	}

}
