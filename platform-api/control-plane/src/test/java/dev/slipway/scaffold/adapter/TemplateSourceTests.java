package dev.slipway.scaffold.adapter;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import dev.slipway.scaffold.Template;
import dev.slipway.scaffold.TemplateAction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Templates are found wherever they are packed. */
class TemplateSourceTests {

	@Test
	void aTemplateInAJarRendersAsInAFolder(@TempDir Path folder) throws IOException {
		TemplateFolder template = new TemplateFolder(folder);
		template.file("src/${{ values.package | packagePath }}/A %41.txt", "${{ values.name }}")
			.file(".gitignore", "target");
		Path jar = folder.resolve("templates.jar");
		try (OutputStream out = Files.newOutputStream(jar); JarOutputStream entries = new JarOutputStream(out)) {
			entries.putNextEntry(new JarEntry("templates/"));
			for (var file : FolderTemplates.files(folder.resolve("tiny")).entrySet()) {
				entries.putNextEntry(new JarEntry("templates/tiny/" + file.getKey()));
				entries.write(file.getValue().content());
			}
		}
		try (URLClassLoader loader = new URLClassLoader(new URL[] { jar.toUri().toURL() }, null)) {
			Map<String, Object> parameters = Map.of("name", "a", "team", "b");
			var fromJar = TemplateFolder.scaffold(new ClassPathTemplates(loader)).render("tiny", parameters);
			var fromFolder = template.scaffold().render("tiny", parameters);
			assertThat(fromJar.files()).containsOnlyKeys("src/com/example/a/A %41.txt", ".gitignore");
			assertThat(fromJar.files().keySet()).isEqualTo(fromFolder.files().keySet());
		}
	}

	@Test
	void aBrokenTemplateDoesNotHideTheOthers(@TempDir Path folder) throws IOException {
		new TemplateFolder(folder);
		Files.createDirectories(folder.resolve("broken"));
		Files.writeString(folder.resolve("broken/template.yaml"), "a: [", StandardCharsets.UTF_8);
		assertThat(new LoadedTemplates(List.of(new FolderTemplates(folder))).all()).extracting(Template::id)
			.containsExactly("tiny");
	}

	@Test
	void aFolderThatIsNotThereDoesNotHideTheOthers(@TempDir Path folder) {
		new TemplateFolder(folder);
		assertThat(
				new LoadedTemplates(List.of(new FolderTemplates(folder), new FolderTemplates(folder.resolve("none"))))
					.all())
			.extracting(Template::id)
			.containsExactly("tiny");
	}

	@Test
	void theGoldenTemplateIsOnTheClassPathAndRenders() {
		var scaffold = TemplateFolder.scaffold(new ClassPathTemplates(getClass().getClassLoader()));
		var rendering = scaffold.render("spring-boot-service", Map.of("name", "orders", "team", "shop"));
		assertThat(rendering.files()).containsKeys("Jenkinsfile", "slipway.yaml", "pom.xml", "deploy/deployment.yaml");
		assertThat(rendering.files().keySet()).noneMatch((path) -> path.contains("$"));
		assertThat(rendering.steps()).extracting("action")
			.contains(TemplateAction.PUBLISH_REPOSITORY, TemplateAction.CATALOG_REGISTER);
	}

}
