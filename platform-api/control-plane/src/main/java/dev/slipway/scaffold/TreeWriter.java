package dev.slipway.scaffold;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

import org.jspecify.annotations.Nullable;

/** Renders the files of a {@code fetch:*} step into a tree. */
final class TreeWriter {

	private final TemplateBundle bundle;

	private final Expressions expressions;

	TreeWriter(TemplateBundle bundle, Expressions expressions) {
		this.bundle = bundle;
		this.expressions = expressions;
	}

	void write(StepInputs.Turn turn, boolean render, SortedMap<String, TemplateBundle.TreeFile> tree) {
		Map<String, Object> input = turn.planned().input();
		String source = source(String.valueOf(input.getOrDefault("url", "./files")));
		String target = String.valueOf(input.getOrDefault("targetPath", "."));
		Globs plain = Globs.of(input.get("copyWithoutTemplating"));
		Globs executable = new Globs(this.bundle.template().executables()).or(Globs.USUALLY_EXECUTABLE);
		int before = tree.size();
		this.bundle.files().tailMap(source).forEach((origin, file) -> {
			if (!origin.startsWith(source)) {
				return;
			}
			String path = origin.substring(source.length());
			String name = name(origin, path, render, turn.context());
			if (name == null || !wanted(path, turn.context())) {
				return;
			}
			boolean text = render && !file.binary() && !plain.match(path);
			byte[] content = text ? text(origin, file, turn.context()) : file.content();
			put(tree, origin, target(origin, target, name),
					new TemplateBundle.TreeFile(content, file.executable() || executable.match(name)));
		});
		if (tree.size() == before && this.bundle.files().tailMap(source).isEmpty()) {
			throw new TemplateBroken("template.yaml (step " + turn.planned().id() + ")", 0,
					"there are no files below " + source, null);
		}
	}

	private static String source(String url) {
		try {
			return TargetPath.of("", url.endsWith("/") ? url.substring(0, url.length() - 1) : url) + "/";
		}
		catch (IllegalArgumentException ex) {
			throw new TemplateBroken("template.yaml", 0, "input.url: " + ex.getMessage(), ex);
		}
	}

	private static String target(String origin, String folder, String name) {
		try {
			return TargetPath.of(folder, name);
		}
		catch (IllegalArgumentException ex) {
			throw new TemplateBroken(origin, 0, String.valueOf(ex.getMessage()), ex);
		}
	}

	/**
	 * The rendered name; null when a part of it renders to nothing: the file is left out.
	 */
	private @Nullable String name(String origin, String path, boolean render, Map<String, Object> context) {
		if (!render) {
			return path;
		}
		StringBuilder name = new StringBuilder();
		for (String segment : path.split("/")) {
			String rendered = this.expressions.text(origin + " (its name)", segment, context).strip();
			if (rendered.isEmpty()) {
				return null;
			}
			name.append((name.length() == 0) ? "" : "/").append(rendered);
		}
		return name.toString();
	}

	private boolean wanted(String path, Map<String, Object> context) {
		for (Template.FileRule rule : this.bundle.template().fileRules()) {
			if (new Globs(List.of(rule.path())).match(path)) {
				String condition = rule.condition().contains("${{") ? rule.condition()
						: "${{ " + rule.condition() + " }}";
				if (!StepInputs.truthy(this.expressions.value("template.yaml (spec.files)", condition, context))) {
					return false;
				}
			}
		}
		return true;
	}

	private byte[] text(String origin, TemplateBundle.TreeFile file, Map<String, Object> context) {
		String text = new String(file.content(), StandardCharsets.UTF_8);
		return this.expressions.text(origin, text, context).getBytes(StandardCharsets.UTF_8);
	}

	private static void put(SortedMap<String, TemplateBundle.TreeFile> tree, String origin, String path,
			TemplateBundle.TreeFile file) {
		if (tree.put(path, file) != null) {
			throw new TemplateBroken(origin, 0, "writes " + path + ", which another file has written", null);
		}
		if (tree.tailMap(path + "/")
			.keySet()
			.stream()
			.findFirst()
			.filter((next) -> next.startsWith(path + "/"))
			.isPresent()) {
			throw new TemplateBroken(origin, 0, "writes " + path + ", which is a folder", null);
		}
		for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
			if (tree.containsKey(path.substring(0, slash))) {
				throw new TemplateBroken(origin, 0, "writes below " + path.substring(0, slash) + ", which is a file",
						null);
			}
		}
	}

}
