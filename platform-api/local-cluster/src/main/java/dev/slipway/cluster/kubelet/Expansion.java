package dev.slipway.cluster.kubelet;

import java.util.Map;

/**
 * Replaces {@code $(NAME)} in commands, arguments and variables. A name that is not known
 * stays as it is; {@code $$} stands for one dollar.
 */
final class Expansion {

	private Expansion() {
	}

	static String expand(String text, Map<String, String> variables) {
		StringBuilder out = new StringBuilder();
		int at = 0;
		while (at < text.length()) {
			char c = text.charAt(at);
			char next = (at + 1 < text.length()) ? text.charAt(at + 1) : 0;
			int close = (next == '(') ? text.indexOf(')', at) : -1;
			if (c == '$' && next == '$') {
				out.append('$');
				at += 2;
			}
			else if (c == '$' && close > 0) {
				String value = variables.get(text.substring(at + 2, close));
				out.append((value != null) ? value : text.substring(at, close + 1));
				at = close + 1;
			}
			else {
				out.append(c);
				at++;
			}
		}
		return out.toString();
	}

}
