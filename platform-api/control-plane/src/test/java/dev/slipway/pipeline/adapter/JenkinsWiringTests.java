package dev.slipway.pipeline.adapter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import static org.assertj.core.api.Assertions.assertThat;

/** What wires a fresh Jenkins, as far as it can be held without one. */
@NullUnmarked
class JenkinsWiringTests {

	private static final Path FOLDER = folder();

	private final Map<?, ?> configuration = configuration();

	/** Upwards from where the test runs. */
	private static Path folder() {
		Path here = Path.of("").toAbsolutePath();
		while (!Files.isDirectory(here.resolve("pipeline-library/jenkins"))) {
			here = here.getParent();
		}
		return here.resolve("pipeline-library/jenkins");
	}

	private static String text(String file) {
		try {
			return Files.readString(FOLDER.resolve(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Map<?, ?> configuration() {
		return new Yaml(new SafeConstructor(new LoaderOptions())).load(text("jenkins.yaml"));
	}

	/** What lies at a path of keys and indexes. */
	private static Object at(Object from, Object... path) {
		Object found = from;
		for (Object key : path) {
			found = (key instanceof Integer index) ? ((List<?>) found).get(index) : ((Map<?, ?>) found).get(key);
			assertThat(found).as("%s in %s", key, List.of(path)).isNotNull();
		}
		return found;
	}

	@Test
	void hasTheKeysOfConfigurationAsCode() {
		assertThat(this.configuration.keySet())
			.isEqualTo(new TreeSet<>(List.of("credentials", "jenkins", "jobs", "unclassified")));
		assertThat(at(this.configuration, "jenkins", "numExecutors")).isEqualTo(0);
		assertThat(at(this.configuration, "jenkins", "clouds", 0, "kubernetes", "templates", 0, "label"))
			.isEqualTo("slipway");
		assertThat(at(this.configuration, "unclassified", "globalLibraries", "libraries", 0, "retriever", "modernSCM",
				"libraryPath"))
			.isEqualTo("pipeline-library/");
	}

	@Test
	void ownsTheCredentialsThatItNamesAndTakesThemFromTheEnvironment() {
		List<?> owned = (List<?>) at(this.configuration, "credentials", "system", "domainCredentials", 0,
				"credentials");
		List<String> ids = new ArrayList<>();
		for (Object each : owned) {
			Map<?, ?> credential = (Map<?, ?>) ((Map<?, ?>) each).values().iterator().next();
			ids.add(String.valueOf(credential.get("id")));
			Object secret = credential.containsKey("password") ? credential.get("password") : credential.get("secret");
			assertThat(String.valueOf(secret)).as("a secret without a default").matches("\\$\\{[A-Z_]+\\}");
		}
		assertThat(ids).containsExactly("slipway-library", "slipway-events");
		Matcher used = Pattern.compile("credentialsId: \"([^\"]+)\"").matcher(text("jenkins.yaml"));
		while (used.find()) {
			assertThat(ids).contains(used.group(1));
		}
	}

	@Test
	void everyVariableIsTold() {
		Matcher variable = Pattern.compile("\\$\\{([A-Z_]+)[:}]").matcher(text("jenkins.yaml"));
		while (variable.find()) {
			assertThat(text("README.md")).contains(variable.group(1));
		}
	}

	@Test
	void pluginsHaveVersionsButThoseThatWereNotTried() {
		List<String> plugins = text("plugins.txt").lines().filter((line) -> !line.startsWith("#")).toList();
		assertThat(plugins).filteredOn((line) -> !line.contains(":"))
			.containsExactly("configuration-as-code", "job-dsl", "kubernetes");
		assertThat(plugins).filteredOn((line) -> line.contains(":"))
			.hasSizeGreaterThan(20)
			.allMatch((line) -> line.matches("[a-z0-9-]+:[0-9][A-Za-z0-9._-]+"));
		assertThat(plugins).anyMatch((line) -> line.startsWith("workflow-multibranch:"))
			.anyMatch((line) -> line.startsWith("pipeline-groovy-lib:"));
	}

}
