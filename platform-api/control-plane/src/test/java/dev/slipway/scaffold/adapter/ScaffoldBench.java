package dev.slipway.scaffold.adapter;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.repository.Repositories;
import dev.slipway.repository.Repositories.TreeFile;
import dev.slipway.repository.adapter.RepositoriesAccess;
import dev.slipway.scaffold.Rendering;
import dev.slipway.scaffold.Scaffold;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how long it takes to render the golden template and to commit it to a new
 * repository: the first time in a cold JVM or, with
 * {@code -Dslipway.bench.read-ahead=true}, after what the platform loads when it has
 * started.
 */
class ScaffoldBench {

	private static final int RUNS = 21;

	@Test
	void renderAndCommit(@TempDir Path folder) {
		TemplateSource source = new ClassPathTemplates(getClass().getClassLoader());
		Scaffold scaffold = TemplateFolder.scaffold(source);
		Repositories repositories = RepositoriesAccess.in(folder);
		if (Boolean.getBoolean("slipway.bench.read-ahead")) {
			ScaffoldConfiguration.readAhead(new LoadedTemplates(List.of(source)), scaffold);
			RepositoriesAccess.readAhead();
		}
		long first = once(scaffold, repositories, "first");
		long[] nanos = new long[RUNS];
		for (int i = 0; i < RUNS; i++) {
			nanos[i] = once(scaffold, repositories, "service-" + i);
		}
		Arrays.sort(nanos);
		System.out.printf(
				"BENCH render and commit spring-boot-service: first %,d ms, then %,d ms (median), %,d ms (worst)%n",
				first / 1_000_000, nanos[RUNS / 2] / 1_000_000, nanos[RUNS - 1] / 1_000_000);
	}

	private static long once(Scaffold scaffold, Repositories repositories, String name) {
		long begin = System.nanoTime();
		Rendering rendering = scaffold.render("spring-boot-service", Map.of("name", name, "team", "bench"));
		Map<String, TreeFile> tree = new LinkedHashMap<>();
		rendering.files().forEach((path, file) -> tree.put(path, new TreeFile(file.content(), file.executable())));
		repositories.create("bench", name, tree, "bench", "Create " + name, name);
		return System.nanoTime() - begin;
	}

}
