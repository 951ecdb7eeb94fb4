package dev.slipway.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the help of one step of the pipeline library says. Texts have code between back
 * quotes, as in Markdown.
 *
 * @param name the step
 * @param group what it is for, such as {@code Build}
 * @param text what it does
 * @param parameters its parameters, in the order of the help
 * @param example a piece of a Jenkinsfile
 */
public record StepHelp(String name, String group, String text, List<Parameter> parameters, String example) {

	private static final Pattern HEADER = Pattern.compile("(?s)\\A<!--\\n(.*?)\\n-->\\n");

	private static final Pattern PARAGRAPH = Pattern.compile("(?s)<p>(.*?)</p>");

	private static final Pattern TERM = Pattern.compile("(?s)<dt>(.*?)</dt><dd>(.*?)</dd>");

	/**
	 * Reads a help file: a comment with {@code step}, {@code group}, a line
	 * {@code parameter: name = default} for each and the lines of the {@code example};
	 * then HTML for people, where a list of terms says what each parameter is.
	 * @throws IllegalArgumentException names the step and what is missing, or a parameter
	 * that only one of both parts knows
	 */
	public static StepHelp parse(String step, String help) {
		Matcher header = HEADER.matcher(help);
		if (!header.find()) {
			throw new IllegalArgumentException("The help of " + step + " begins with no header");
		}
		Map<String, String> single = new LinkedHashMap<>();
		Map<String, String> defaults = new LinkedHashMap<>();
		List<String> example = new ArrayList<>();
		for (String line : header.group(1).split("\n")) {
			int colon = line.indexOf(':');
			String key = (colon < 0) ? line : line.substring(0, colon);
			String value = (colon < 0) ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
			if (key.equals("example")) {
				example.add(value);
			}
			else if (key.equals("parameter")) {
				String[] both = value.split(" = ", 2);
				defaults.put(both[0], (both.length > 1) ? both[1] : "");
			}
			else {
				single.put(key, value);
			}
		}
		if (!step.equals(single.get("step")) || single.get("group") == null || example.isEmpty()) {
			throw new IllegalArgumentException("The header of the help of " + step + " needs step, group and example");
		}
		String body = help.substring(header.end());
		Matcher paragraph = PARAGRAPH.matcher(body);
		return new StepHelp(step, String.valueOf(single.get("group")),
				paragraph.find() ? plain(paragraph.group(1)) : "", parameters(step, defaults, body),
				String.join("\n", example));
	}

	private static List<Parameter> parameters(String step, Map<String, String> defaults, String body) {
		List<Parameter> all = new ArrayList<>();
		for (Matcher term = TERM.matcher(body); term.find();) {
			String name = plain(term.group(1));
			String otherwise = defaults.remove(name);
			if (otherwise == null) {
				throw new IllegalArgumentException("The header of the help of " + step + " does not know " + name);
			}
			all.add(new Parameter(name, otherwise, plain(term.group(2))));
		}
		if (!defaults.isEmpty()) {
			throw new IllegalArgumentException("The help of " + step + " does not tell of " + defaults.keySet());
		}
		return all;
	}

	private static String plain(String html) {
		return html.replaceAll("</?code>", "`")
			.replaceAll("<[^>]*>", "")
			.replace("&lt;", "<")
			.replace("&gt;", ">")
			.replace("&amp;", "&")
			.replaceAll("\\s+", " ")
			.strip();
	}

	/**
	 * A parameter of a step.
	 *
	 * @param name as a Jenkinsfile writes it
	 * @param otherwise what holds without it; {@code required} when it must be given
	 * @param text what it is
	 */
	public record Parameter(String name, String otherwise, String text) {
	}

}
