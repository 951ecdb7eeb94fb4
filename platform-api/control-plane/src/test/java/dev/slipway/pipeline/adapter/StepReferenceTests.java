package dev.slipway.pipeline.adapter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.slipway.pipeline.StepHelp;
import dev.slipway.pipeline.StepReference;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The reference page tells of every step of the library, and of nothing else. */
@NullUnmarked
class StepReferenceTests {

	private static final Path LIBRARY = library();

	private final LibraryFolder folder = new LibraryFolder(LIBRARY);

	/** Upwards from where the test runs. */
	private static Path library() {
		Path here = Path.of("").toAbsolutePath();
		while (!Files.isDirectory(here.resolve("pipeline-library/vars"))) {
			here = here.getParent();
		}
		return here.resolve("pipeline-library");
	}

	@Test
	void thePageIsWhatTheHelpGives() throws IOException {
		String page = StepReference.markdown(this.folder.version(), this.folder.all());
		Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
		Path now = Files.writeString(target.resolve("steps.md"), page);
		assertThat(LIBRARY.resolve("docs/steps.md")).as("to be replaced by %s", now).hasContent(page);
	}

	@Test
	void everyStepHasAHelpWithTheParametersThatItChecks() throws IOException {
		try (Stream<Path> files = Files.list(LIBRARY.resolve("vars"))) {
			List<Path> steps = files.filter((file) -> file.toString().endsWith(".groovy")).toList();
			assertThat(this.folder.all()).extracting(StepHelp::name)
				.containsExactlyInAnyOrderElementsOf(
						steps.stream().map((file) -> file.getFileName().toString().replace(".groovy", "")).toList());
		}
		for (StepHelp step : this.folder.all()) {
			Set<String> told = step.parameters().stream().map(StepHelp.Parameter::name).collect(Collectors.toSet());
			assertThat(told).as(step.name()).isEqualTo(checked(step.name()));
		}
	}

	/** The names in a step's {@code Parameters.check('step', parameters, ['a', …])}. */
	private static Set<String> checked(String step) throws IOException {
		String file = step.equals("servicePipeline") ? "src/dev/slipway/ServiceSettings.groovy"
				: "vars/" + step + ".groovy";
		String start = step.equals("servicePipeline") ? "NAMES = \\["
				: "Parameters\\.check\\('" + step + "', parameters, \\[";
		Matcher matcher = Pattern.compile(start + "([^\\]]*)\\]").matcher(Files.readString(LIBRARY.resolve(file)));
		return matcher.find() ? Stream.of(matcher.group(1).split("[',\\s]+"))
			.filter((name) -> !name.isEmpty())
			.collect(Collectors.toSet()) : Set.of();
	}

	@Test
	void aHelpThatDiffersFromItsHeaderIsRefused() {
		String help = "<!--\nstep: a\ngroup: G\nparameter: x = 1\nexample: a()\n-->\n<p>Does <code>a</code> &lt;b&gt;.</p>\n";
		assertThat(StepHelp.parse("a", help + "<dl>\n<dt>x</dt><dd>one</dd></dl>")).isEqualTo(
				new StepHelp("a", "G", "Does `a` <b>.", List.of(new StepHelp.Parameter("x", "1", "one")), "a()"));
		assertThatThrownBy(() -> StepHelp.parse("a", help)).hasMessage("The help of a does not tell of [x]");
		assertThatThrownBy(() -> StepHelp.parse("a", help + "<dt>y</dt><dd>two</dd>"))
			.hasMessage("The header of the help of a does not know y");
		assertThatThrownBy(() -> StepHelp.parse("b", help)).hasMessageContaining("needs step, group and example");
		assertThatThrownBy(() -> StepHelp.parse("a", "<p>x</p>")).hasMessageContaining("begins with no header");
	}

	@Test
	void aPlatformWithoutALibraryHasNoSteps(@TempDir Path nowhere) {
		LibraryFolder none = new LibraryFolder(nowhere.resolve("library"));
		assertThat(none.all()).isEmpty();
		assertThat(none.version()).isEmpty();
	}

}
