package dev.slipway.architecture;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static java.util.Map.Entry.comparingByValue;
import static org.assertj.core.api.Assertions.assertThat;

/** What only the sources show: their length, and a purpose written for each package. */
class SourceArchitectureTests {

	private static final int LONGEST = 400;

	private static final int LONG = 250;

	private static final int USUAL = 90;

	@BeforeAll
	static void theSourcesAreFound() {
		assertThat(Sources.javaFiles()).hasSizeGreaterThan(400)
			.anyMatch((file) -> file.endsWith("dev/slipway/SlipwayApplication.java"))
			.anyMatch((file) -> file.startsWith("pipeline-library/runner"))
			.anyMatch((file) -> file.startsWith("chaos/src/test"));
	}

	@Test
	void noFileIsLongerThanItsBudget() {
		var lengths = Sources.javaFiles().stream().collect(Collectors.toMap((file) -> file, Sources::lines));
		List<Integer> sorted = lengths.values().stream().sorted().toList();
		int median = percentile(sorted, 50);
		int ninetieth = percentile(sorted, 90);
		var longest = lengths.entrySet().stream().max(comparingByValue()).orElseThrow();
		System.out.printf("%d Java files: median %d lines, 90th percentile %d, longest %d (%s)%n", sorted.size(),
				median, ninetieth, longest.getValue(), longest.getKey());
		assertThat(lengths).as("files and their lines")
			.allSatisfy((file, lines) -> assertThat(lines).as("lines of %s", file).isLessThanOrEqualTo(LONGEST));
		assertThat(median).as("median of the files' lines").isLessThanOrEqualTo(USUAL);
		assertThat(ninetieth).as("90th percentile of the files' lines").isLessThanOrEqualTo(LONG);
	}

	@Test
	void everyPackageSaysWhatItIsForAndIsNullMarked() {
		assertThat(Sources.mainPackages()).allSatisfy((folder) -> {
			Path info = folder.resolve("package-info.java");
			assertThat(Sources.exists(info)).as("%s exists", info).isTrue();
			assertThat(Sources.read(info)).as("%s", info)
				.startsWith("/**")
				.containsPattern("(?m)^@(org\\.jspecify\\.annotations\\.)?NullMarked$");
		});
	}

	/** The smallest length that so many per cent of the files do not exceed. */
	private static int percentile(List<Integer> sorted, int percent) {
		return sorted.get((sorted.size() * percent + 99) / 100 - 1);
	}

}
