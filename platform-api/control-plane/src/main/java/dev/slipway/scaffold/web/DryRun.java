package dev.slipway.scaffold.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import dev.slipway.scaffold.Rendering;
import dev.slipway.scaffold.TemplateBundle.TreeFile;

/**
 * What a template would make.
 *
 * @param tree the paths, ordered
 * @param files the same with their contents
 * @param steps what would be done
 */
record DryRun(String template, List<String> tree, List<File> files, List<TemplateDetails.StepDetails> steps) {

	static DryRun of(Rendering rendering) {
		List<File> files = new ArrayList<>();
		rendering.files().forEach((path, file) -> files.add(File.of(path, file)));
		return new DryRun(rendering.template().id(), List.copyOf(rendering.files().keySet()), files,
				rendering.steps()
					.stream()
					.map((step) -> new TemplateDetails.StepDetails(step.id(), step.name(), step.action().id()))
					.toList());
	}

	/**
	 * A file.
	 *
	 * @param encoding {@code utf-8} or {@code base64}
	 */
	record File(String path, int size, boolean executable, String encoding, String content) {

		static File of(String path, TreeFile file) {
			boolean binary = file.binary();
			String content = binary ? Base64.getEncoder().encodeToString(file.content())
					: new String(file.content(), StandardCharsets.UTF_8);
			return new File(path, file.content().length, file.executable(), binary ? "base64" : "utf-8", content);
		}
	}

}
