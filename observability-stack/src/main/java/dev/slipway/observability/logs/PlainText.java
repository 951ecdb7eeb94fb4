package dev.slipway.observability.logs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** What can be told from a line that is not JSON, and how long and strange it may be. */
final class PlainText {

	/** The longest text that is kept of one record, in characters. */
	static final int MAX_LENGTH = 65_536;

	private static final Pattern LEVEL = Pattern.compile("\\b(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|SEVERE)\\b");

	private static final Pattern ANSI = Pattern.compile("\u001B\\[[0-9;?]*[ -/]*[@-~]");

	private static final Pattern FRAME = Pattern
		.compile("\\s+(at\\s|\\.\\.\\.\\s\\d+\\s|Suppressed: |Caused by: ).*|Caused by: .*", Pattern.DOTALL);

	private static final Pattern HEADER = Pattern
		.compile("(\\p{Alpha}[\\w$]*\\.)+\\p{Upper}[\\w$]*(Exception|Error|Throwable|Failure)(:.*)?", Pattern.DOTALL);

	private PlainText() {
	}

	/** The level named in the first 100 characters; null when there is none. */
	static @Nullable String level(String line) {
		String head = line.substring(0, Math.min(line.length(), 100));
		Matcher matcher = LEVEL.matcher((head.indexOf('\u001B') < 0) ? head : ANSI.matcher(head).replaceAll(""));
		return matcher.find() ? matcher.group(1) : null;
	}

	/** Whether the line goes on with the stack trace of the line before. */
	static boolean continuesStackTrace(String line) {
		return FRAME.matcher(line).matches() || HEADER.matcher(line).matches();
	}

	/** Cuts what is too long and shows control characters as what they are. */
	static String tame(String text) {
		if (text.length() > MAX_LENGTH) {
			int end = Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
			return tame(text.substring(0, end)) + "… [cut: the line has " + text.length() + " characters]";
		}
		for (int i = 0; i < text.length(); i++) {
			if (isControl(text.charAt(i))) {
				return visible(text);
			}
		}
		return text;
	}

	/** Escape becomes U+241B and so on: the pictures that Unicode has for them. */
	private static String visible(String text) {
		StringBuilder out = new StringBuilder(text);
		for (int i = 0; i < out.length(); i++) {
			char c = out.charAt(i);
			if (isControl(c)) {
				out.setCharAt(i, (c < ' ') ? (char) ('\u2400' + c) : (c == '\u007F') ? '\u2421' : '\uFFFD');
			}
		}
		return out.toString();
	}

	private static boolean isControl(char c) {
		return (c < ' ' && c != '\n' && c != '\t' && c != '\r') || (c >= '\u007F' && c < '\u00A0');
	}

}
