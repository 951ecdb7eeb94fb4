package dev.slipway.scaffold.adapter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.slipway.scaffold.Scaffold;

/** Writes small templates for tests, and renders them. */
final class TemplateFolder {

	static final String YAML = """
			apiVersion: scaffolder.slipway.dev/v1
			kind: Template
			metadata:
			  name: tiny
			  title: Tiny
			  description: For tests
			spec:
			  parameters:
			    - title: The service
			      required: [name, team]
			      properties:
			        name: {type: string, pattern: "^[a-z-]+$", maxLength: 12, "ui:autofocus": true}
			        team: {type: string}
			        note: {type: string}
			        replicas: {type: integer, default: 2, minimum: 1}
			        database: {type: boolean}
			        regions: {type: array, items: {type: string}}
			  steps:
			    - id: render
			      action: fetch:template
			      input:
			        url: ./files
			        values: {package: "com.example.${{ parameters.name | javaPackage }}"}
			""";

	private final Path folder;

	TemplateFolder(Path folder) {
		this.folder = folder;
		yaml(YAML);
	}

	TemplateFolder yaml(String yaml) {
		return write("template.yaml", yaml.getBytes(StandardCharsets.UTF_8));
	}

	TemplateFolder file(String path, String text) {
		return write("files/" + path, text.getBytes(StandardCharsets.UTF_8));
	}

	TemplateFolder write(String path, byte[] content) {
		try {
			Path file = this.folder.resolve("tiny").resolve(path);
			Files.createDirectories(file.getParent());
			Files.write(file, content);
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Path folder() {
		return this.folder;
	}

	Scaffold scaffold() {
		return scaffold(new FolderTemplates(this.folder));
	}

	static Scaffold scaffold(TemplateSource source) {
		return new Scaffold(new LoadedTemplates(List.of(source)), new SchemaParameterCheck(), new PebbleExpressions());
	}

}
