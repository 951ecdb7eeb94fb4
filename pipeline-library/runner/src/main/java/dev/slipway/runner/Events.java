package dev.slipway.runner;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import groovy.json.JsonOutput;
import org.jspecify.annotations.Nullable;

/**
 * The runner's side of the protocol: one JSON object a line on standard output. Secrets
 * are hidden in every text.
 */
final class Events {

	private static final int LONGEST_LINE = 16_384;

	private final PrintStream out;

	private final Masker masker;

	Events(PrintStream out, Masker masker) {
		this.out = out;
		this.masker = masker;
	}

	/** Sends an event; the fields come as name, value, name, value. */
	void send(String event, @Nullable Object... fields) {
		Map<String, @Nullable Object> line = new LinkedHashMap<>();
		line.put("event", event);
		line.put("at", System.currentTimeMillis());
		for (int i = 0; i < fields.length; i += 2) {
			line.put(String.valueOf(fields[i]), masked(fields[i + 1]));
		}
		String json = JsonOutput.toJson(line);
		synchronized (this.out) {
			this.out.println(json);
			this.out.flush();
		}
	}

	/** Logs a text, line by line, in the stage of the context. */
	void log(Context context, String text) {
		for (String line : text.split("\\R", -1)) {
			for (int from = 0; from == 0 || from < line.length(); from += LONGEST_LINE) {
				String part = line.substring(from, Math.min(line.length(), from + LONGEST_LINE));
				send("log", "stage", context.stage(), "text", part);
			}
		}
	}

	private @Nullable Object masked(@Nullable Object value) {
		if (value instanceof CharSequence) {
			return this.masker.mask(value.toString());
		}
		if (value instanceof Map<?, ?> map) {
			Map<String, @Nullable Object> copy = new LinkedHashMap<>();
			map.forEach((key, item) -> copy.put(String.valueOf(key), masked(item)));
			return copy;
		}
		if (value instanceof List<?> list) {
			return list.stream().map(this::masked).collect(Collectors.toList());
		}
		return value;
	}

}
