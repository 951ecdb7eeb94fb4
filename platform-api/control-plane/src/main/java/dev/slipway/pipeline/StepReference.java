package dev.slipway.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The page of all steps of the pipeline library, as Markdown. */
public final class StepReference {

	/** The order of the page; groups that are not named come last. */
	private static final List<String> GROUPS = List.of("Golden path", "Build", "Check", "Image", "Release", "Verify",
			"Tell", "Conditions");

	/** The order of steps. */
	public static final Comparator<StepHelp> ORDER = Comparator
		.comparingInt((StepHelp step) -> GROUPS.contains(step.group()) ? GROUPS.indexOf(step.group()) : GROUPS.size())
		.thenComparing(StepHelp::group)
		.thenComparing(StepHelp::name);

	private StepReference() {
	}

	/** The page; the same steps give the same text. */
	public static String markdown(String version, List<StepHelp> steps) {
		List<String> lines = new ArrayList<>(List.of("# Steps of the pipeline library " + version, "",
				"Made from the help of each step (`vars/*.txt`). Do not edit it here: see README.md, section Tests.",
				""));
		String group = "";
		for (StepHelp step : steps.stream().sorted(ORDER).toList()) {
			if (!step.group().equals(group)) {
				group = step.group();
				lines.addAll(List.of("## " + group, ""));
			}
			lines.addAll(List.of("### " + step.name(), "", step.text(), ""));
			if (!step.parameters().isEmpty()) {
				lines.addAll(List.of("| Parameter | Default | |", "|---|---|---|"));
				step.parameters().forEach((parameter) -> lines.add(row(parameter)));
				lines.add("");
			}
			lines.addAll(List.of("```groovy", step.example(), "```", ""));
		}
		return String.join("\n", lines);
	}

	private static String row(StepHelp.Parameter parameter) {
		return "| `" + parameter.name() + "` | " + cell(parameter.otherwise()) + " | " + cell(parameter.text()) + " |";
	}

	private static String cell(String text) {
		return text.replace("|", "\\|");
	}

}
