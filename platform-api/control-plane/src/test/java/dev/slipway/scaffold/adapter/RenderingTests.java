package dev.slipway.scaffold.adapter;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.slipway.scaffold.InvalidParameters;
import dev.slipway.scaffold.Rendering;
import dev.slipway.scaffold.TemplateAction;
import dev.slipway.scaffold.TemplateBroken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What a template's files become. */
class RenderingTests {

	private static final Map<String, Object> GIVEN = Map.of("name", "order-items", "team", "shop");

	private TemplateFolder template;

	@BeforeEach
	void template(@TempDir Path folder) {
		this.template = new TemplateFolder(folder);
	}

	@Test
	void expressionsInContentsAreReplacedAndAllElseIsLeftAlone() {
		this.template.file("a.txt",
				"name: ${{ values.name }}\nteam: ${{ parameters.team }}\n{{ helm }} ${SHELL} ${#a} {# x #}\n");
		assertThat(text("a.txt")).isEqualTo("name: order-items\nteam: shop\n{{ helm }} ${SHELL} ${#a} {# x #}\n");
	}

	@ParameterizedTest
	@CsvSource({ "pascal, OrderItems", "camel, orderItems", "kebab, order-items", "snake, order_items",
			"constant, ORDER_ITEMS", "javaPackage, orderitems", "upper, ORDER-ITEMS", "json, \"order-items\"" })
	void filtersMakeNamesForCode(String filter, String expected) {
		this.template.file("a.txt", "${{ values.name | " + filter + " }}");
		assertThat(text("a.txt")).isEqualTo(expected);
	}

	@Test
	void quotingFiltersKeepTextInItsPlace() {
		this.template.file("a.txt", "${{ values.note | xml }} ${{ values.note | java }} ${{ values.note | json }}");
		assertThat(text(render(Map.of("name", "a", "team", "b", "note", "x<\"y\"")), "a.txt"))
			.isEqualTo("x&lt;&quot;y&quot; x<\\\"y\\\" \"x<\\\"y\\\"\"");
	}

	@Test
	void namesOfFoldersAndFilesAreRendered() {
		this.template.file("src/${{ values.package | packagePath }}/${{ values.name | pascal }}.java", "x");
		assertThat(render(GIVEN).files()).containsOnlyKeys("src/com/example/orderitems/OrderItems.java");
	}

	@Test
	void aNamePartThatRendersToNothingLeavesItsFilesOut() {
		this.template.file("{% if values.database %}db{% endif %}/schema.sql", "x").file("kept.txt", "x");
		assertThat(render(GIVEN).files()).containsOnlyKeys("kept.txt");
		assertThat(render(Map.of("name", "a", "team", "b", "database", true)).files()).containsOnlyKeys("kept.txt",
				"db/schema.sql");
	}

	@Test
	void rulesOfTheTemplateLeaveFilesOut() {
		this.template.yaml(TemplateFolder.YAML + "  files:\n    - {path: 'db/**', if: '${{ parameters.database }}'}\n")
			.file("db/deep/schema.sql", "x")
			.file("kept.txt", "x");
		assertThat(render(GIVEN).files()).containsOnlyKeys("kept.txt");
		assertThat(render(Map.of("name", "a", "team", "b", "database", true)).files())
			.containsKey("db/deep/schema.sql");
	}

	@Test
	void aLineThatHoldsOnlyATagVanishes() {
		this.template.file("a.yaml", "a: 1\n  {% if values.database %}\nb: 2\n  {% endif %}\nc: 3\n");
		assertThat(text("a.yaml")).isEqualTo("a: 1\nc: 3\n");
	}

	@Test
	void binaryFilesAreNotTouched() {
		byte[] binary = "PNG\0 ${{ values.name }}".getBytes(StandardCharsets.UTF_8);
		byte[] latin1 = "\u00e4 ${{ values.name }}".getBytes(StandardCharsets.ISO_8859_1);
		this.template.write("files/a.png", binary).write("files/b.bin", latin1);
		assertThat(content(render(GIVEN), "a.png")).isEqualTo(binary);
		assertThat(content(render(GIVEN), "b.bin")).isEqualTo(latin1);
	}

	@Test
	void filesCopiedWithoutTemplatingKeepTheirText() {
		this.template.yaml(TemplateFolder.YAML + "        copyWithoutTemplating: ['workflows/*.yaml']\n")
			.file("workflows/ci.yaml", "${{ secrets.TOKEN }}");
		assertThat(text("workflows/ci.yaml")).isEqualTo("${{ secrets.TOKEN }}");
	}

	@Test
	void scriptsAreExecutable() {
		this.template.yaml(TemplateFolder.YAML + "  executable: ['bin/*']\n")
			.file("run.sh", "x")
			.file("mvnw", "x")
			.file("bin/tool", "x")
			.file("a.txt", "x");
		assertThat(render(GIVEN).files())
			.allSatisfy((path, file) -> assertThat(file.executable()).as(path).isEqualTo(!path.equals("a.txt")));
	}

	@Test
	void anUnknownNameIsSaidWithFileAndLine() {
		this.template.file("deep/a.txt", "one\n{% if true %}\ntwo ${{ values.nmae }}\n{% endif %}\n");
		assertThatExceptionOfType(TemplateBroken.class).isThrownBy(() -> render(GIVEN)).satisfies((broken) -> {
			assertThat(broken.file()).isEqualTo("files/deep/a.txt");
			assertThat(broken.line()).isEqualTo(3);
			assertThat(broken).hasMessageContaining("nmae");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "${{ values.name", "{% if %}", "${{ values.name | nofilter }}", "{% include 'x' %}",
			"${{ values.name.getClass() }}" })
	void brokenExpressionsAreSaidWithTheirFile(String text) {
		this.template.file("a.txt", text);
		assertThatExceptionOfType(TemplateBroken.class).isThrownBy(() -> render(GIVEN))
			.withMessageStartingWith("files/a.txt:");
	}

	@ParameterizedTest
	@ValueSource(strings = { "../../etc/passwd", "/etc/passwd", "a/../../b", "a\\b", ".git/hooks/x", "a/.GIT/config",
			"C:/x", "a//b", "git~1/x" })
	void pathsThatEscapeTheTargetAreRefused(String path) {
		this.template.file("${{ values.note }}", "x");
		assertThatExceptionOfType(TemplateBroken.class)
			.isThrownBy(() -> render(Map.of("name", "a", "team", "b", "note", path)))
			.withMessageContaining(path);
	}

	@Test
	void aNulInAPathIsRefused() {
		this.template.file("${{ values.note }}", "x");
		assertThatExceptionOfType(TemplateBroken.class)
			.isThrownBy(() -> render(Map.of("name", "a", "team", "b", "note", "a\0b")));
	}

	@Test
	void twoFilesThatBecomeOneAreRefused() {
		this.template.file("${{ values.name }}.txt", "x").file("order-items.txt", "y");
		assertThatExceptionOfType(TemplateBroken.class).isThrownBy(() -> render(GIVEN))
			.withMessageContaining("another file has written");
	}

	@Test
	void wrongAndMissingParametersAreNamed() {
		assertThatExceptionOfType(InvalidParameters.class)
			.isThrownBy(() -> render(Map.of("name", "Orders", "replicas", 0, "nonsense", 1)))
			.satisfies(
					(invalid) -> assertThat(invalid.fields()).containsOnlyKeys("name", "team", "replicas", "nonsense")
						.containsEntry("team", "is required"));
	}

	@Test
	void defaultsAndEmptyValuesStandForWhatWasNotGiven() {
		this.template.file("a.txt",
				"${{ values.replicas }}|${{ values.note | default('none') }}|${{ values.database }}");
		assertThat(text("a.txt")).isEqualTo("2|none|false");
	}

	@Test
	void stepsHaveConditionsAndLoops() {
		this.template.yaml(TemplateFolder.YAML + """
				    - {id: skipped, action: 'publish:repository', if: '${{ parameters.database }}'}
				    - id: regions
				      action: fetch:template
				      each: ${{ parameters.regions }}
				      input: {url: ./files, targetPath: "region/${{ each.value }}"}
				    - {id: last, action: 'environments:prepare', input: {database: '${{ parameters.replicas == 2 }}'}}
				""").file("a.txt", "${{ values.name }}");
		Rendering rendering = render(Map.of("name", "a", "team", "b", "regions", List.of("eu", "us")));
		assertThat(rendering.files()).containsOnlyKeys("a.txt", "region/eu/a.txt", "region/us/a.txt");
		assertThat(rendering.steps()).extracting(Rendering.PlannedStep::id)
			.containsExactly("render", "regions", "regions", "last");
		assertThat(rendering.steps().get(3).input()).containsEntry("database", true);
		assertThat(rendering.steps().get(3).action()).isEqualTo(TemplateAction.ENVIRONMENTS_PREPARE);
	}

	@Test
	void anUnknownActionIsRefusedByName() {
		this.template.yaml(TemplateFolder.YAML.replace("fetch:template", "fetch:cookiecutter"));
		assertThatExceptionOfType(TemplateBroken.class).isThrownBy(() -> render(GIVEN))
			.withMessageContaining("spec.steps[0].action: unknown action 'fetch:cookiecutter'");
	}

	private Rendering render(Map<String, Object> parameters) {
		return this.template.scaffold().render("tiny", parameters);
	}

	private String text(String path) {
		return text(render(GIVEN), path);
	}

	private static String text(Rendering rendering, String path) {
		return new String(content(rendering, path), StandardCharsets.UTF_8);
	}

	private static byte[] content(Rendering rendering, String path) {
		return Objects.requireNonNull(rendering.files().get(path), path + " was not rendered").content();
	}

}
