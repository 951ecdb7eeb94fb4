package dev.slipway.scaffold.adapter;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.slipway.scaffold.Expressions;
import dev.slipway.scaffold.TemplateBroken;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.lexer.Syntax;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import org.jspecify.annotations.Nullable;

/**
 * Expressions by Pebble with Backstage's delimiters: <code>${{ value }}</code>,
 * <code>{% if %}</code> and, for comments, <code>{## ##}</code>, so that
 * <code>{{ helm }}</code>, <code>${SHELL}</code> and <code>${#array}</code> stay as they
 * are. A line that holds nothing but a tag vanishes.
 */
class PebbleExpressions implements Expressions {

	private static final Pattern SINGLE = Pattern.compile("\\s*\\$\\{\\{-?(.*?)-?}}\\s*", Pattern.DOTALL);

	private static final Pattern TAG_LINE = Pattern.compile("(?m)^[ \\t]*(\\{%(?:(?!%}|\\R).)*%})[ \\t]*\\R");

	private static final int CACHED = 4000;

	private final PebbleEngine engine = new PebbleEngine.Builder().loader(new NoLoader())
		.syntax(new Syntax.Builder().setPrintOpenDelimiter("${{")
			.setPrintCloseDelimiter("}}")
			.setCommentOpenDelimiter("{##")
			.setCommentCloseDelimiter("##}")
			.setEnableNewLineTrimming(false)
			.build())
		.newLineTrimming(false)
		.strictVariables(true)
		.autoEscaping(false)
		.defaultLocale(Locale.ROOT)
		.cacheActive(false)
		.extension(new CodeFilters())
		.build();

	private final Map<String, PebbleTemplate> compiled = new ConcurrentHashMap<>();

	@Override
	public String text(String origin, String text, Map<String, Object> context) {
		if (!text.contains("${{") && !text.contains("{%") && !text.contains("{##")) {
			return text;
		}
		try {
			return evaluate(TAG_LINE.matcher(text).replaceAll("$1"), context);
		}
		catch (PebbleException ex) {
			throw broken(origin, lineIn(text, context, ex), ex);
		}
	}

	@Override
	public @Nullable Object value(String origin, String text, Map<String, Object> context) {
		Matcher single = SINGLE.matcher(text);
		if (!single.matches() || single.group(1).contains("${{")) {
			return text(origin, text, context);
		}
		try {
			CodeFilters.Holder holder = new CodeFilters.Holder();
			Map<String, Object> extended = new HashMap<>(context);
			extended.put(CodeFilters.HOLDER, holder);
			evaluate("${{ (" + single.group(1) + ") | " + CodeFilters.CAPTURE + " }}", extended);
			return holder.value;
		}
		catch (PebbleException ex) {
			throw broken(origin, 0, ex);
		}
	}

	private String evaluate(String text, Map<String, Object> context) {
		if (this.compiled.size() > CACHED) {
			this.compiled.clear();
		}
		PebbleTemplate template = this.compiled.computeIfAbsent(text, this.engine::getLiteralTemplate);
		StringWriter writer = new StringWriter(text.length() + 64);
		try {
			template.evaluate(writer, context);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return writer.toString();
	}

	/**
	 * The text as it was written, tag lines included, gives the line as its author sees
	 * it.
	 */
	private int lineIn(String text, Map<String, Object> context, PebbleException known) {
		try {
			evaluate(text, context);
			return line(known);
		}
		catch (PebbleException ex) {
			return line(ex);
		}
	}

	private static int line(PebbleException ex) {
		return (ex.getLineNumber() != null) ? ex.getLineNumber() : 0;
	}

	private static TemplateBroken broken(String origin, int line, PebbleException ex) {
		String message = String.valueOf(ex.getPebbleMessage())
			.replace(" or can not be accessed and strict variables is set to true", "");
		return new TemplateBroken(origin, line, message.replaceAll(" of \\[java\\.[^]]*]", ""), ex);
	}

}
