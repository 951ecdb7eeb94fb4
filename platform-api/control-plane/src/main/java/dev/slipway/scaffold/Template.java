package dev.slipway.scaffold;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What a {@code template.yaml} says, in the shape of Backstage's v1beta3.
 *
 * @param id the name of its folder and its {@code metadata.name}
 * @param title for people
 * @param description one or two sentences
 * @param owner the team that answers for it
 * @param type such as {@code service}
 * @param tags to find it by
 * @param pages the parameters, page by page
 * @param steps what is done with them, in order
 * @param fileRules files that are written only under a condition
 * @param executables globs of files that are executable whatever their mode says
 * @param output what is shown when it is done
 */
public record Template(String id, String title, String description, String owner, String type, List<String> tags,
		List<ParameterPage> pages, List<TemplateStep> steps, List<FileRule> fileRules, List<String> executables,
		Output output) {

	public Template {
		tags = List.copyOf(tags);
		pages = List.copyOf(pages);
		steps = List.copyOf(steps);
		fileRules = List.copyOf(fileRules);
		executables = List.copyOf(executables);
	}

	/** The first step of that action. */
	public Optional<TemplateStep> step(TemplateAction action) {
		return this.steps.stream().filter((step) -> step.action() == action).findFirst();
	}

	/**
	 * A page of parameters: a JSON Schema of type object, {@code ui:*} hints included.
	 *
	 * @param title for people
	 * @param description may be empty
	 * @param schema the JSON Schema as it was written
	 */
	public record ParameterPage(String title, String description, Map<String, Object> schema) {
	}

	/**
	 * Writes the files below {@code files/} that match the glob only if the condition
	 * holds.
	 *
	 * @param path a glob over the path as it is in the template
	 * @param condition an expression
	 */
	public record FileRule(String path, String condition) {
	}

	/**
	 * What is shown when the service is there.
	 *
	 * @param links title and address, both with expressions
	 * @param text notes, with expressions
	 */
	public record Output(List<Link> links, List<Note> text) {

		public Output {
			links = List.copyOf(links);
			text = List.copyOf(text);
		}
	}

	/**
	 * A link.
	 *
	 * @param title for people
	 * @param url its address
	 * @param icon a hint for the console
	 */
	public record Link(String title, String url, @Nullable String icon) {
	}

	/**
	 * A note.
	 *
	 * @param title for people
	 * @param content plain text or Markdown
	 */
	public record Note(String title, String content) {
	}

}
