package dev.slipway.rollout.adapter;

import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The end of a program's output as a person reads it: of structured lines the message.
 */
final class LastLines {

	private static final int LONGEST = 1000;

	private static final ObjectMapper JSON = new ObjectMapper();

	private LastLines() {
	}

	/**
	 * Makes the lines readable and keeps their end.
	 * <p>
	 * Of <code>{"log":{"level":"INFO"},"message":"Started"}</code> this leaves
	 * {@code INFO Started}.
	 */
	static String of(String output) {
		String text = output.lines()
			.filter((line) -> !line.startsWith("Picked up JAVA_TOOL_OPTIONS"))
			.map(LastLines::readable)
			.collect(Collectors.joining("\n"))
			.strip();
		return (text.length() > LONGEST) ? "…" + text.substring(text.length() - LONGEST) : text;
	}

	private static String readable(String line) {
		if (!line.startsWith("{")) {
			return line;
		}
		try {
			JsonNode record = JSON.readTree(line);
			String message = record.path("message").asText();
			if (message.isEmpty()) {
				return line;
			}
			String level = record.path("log").path("level").asText(record.path("log.level").asText());
			String error = record.path("error").path("message").asText();
			return (level + " " + message + (error.isEmpty() ? "" : ": " + error)).strip();
		}
		catch (JsonProcessingException ex) {
			return line;
		}
	}

}
