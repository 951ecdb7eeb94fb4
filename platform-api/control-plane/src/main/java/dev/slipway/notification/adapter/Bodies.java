package dev.slipway.notification.adapter;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.notification.Channel;
import dev.slipway.notification.Event;
import org.jspecify.annotations.Nullable;

/** Events as receivers read them. */
final class Bodies {

	/** Slack cuts off longer texts. */
	private static final int LONGEST = 3_000;

	private final ObjectMapper json = new ObjectMapper();

	private final String console;

	/**
	 * Creates one.
	 * @param console the address of the console
	 */
	Bodies(String console) {
		this.console = console;
	}

	/** JSON, the same for the same event. */
	String of(Channel.Kind kind, Event event) {
		try {
			return this.json.writeValueAsString(switch (kind) {
				case SLACK -> Map.of("text", slack(event));
				case WEBHOOK -> webhook(event);
			});
		}
		catch (JsonProcessingException ex) {
			throw new IllegalArgumentException("The event " + event.key() + " cannot be written as JSON", ex);
		}
	}

	private String slack(Event event) {
		String text = event.text();
		String shown = (text.length() > LONGEST) ? text.substring(0, LONGEST) + "…" : text;
		return "*<" + this.console + event.path() + "|" + escaped(event.title()) + ">*"
				+ (shown.isEmpty() ? "" : "\n" + escaped(shown));
	}

	/** As Slack's own reference has it. */
	private static String escaped(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
	}

	private Map<String, @Nullable Object> webhook(Event event) {
		Map<String, @Nullable Object> body = new LinkedHashMap<>();
		body.put("key", event.key());
		body.put("event", event.kind().wire());
		body.put("at", event.at().toString());
		body.put("team", event.scope().team());
		body.put("service", event.scope().service());
		body.put("environment", event.scope().environment());
		body.put("title", event.title());
		body.put("text", event.text());
		body.put("url", this.console + event.path());
		body.put("details", new TreeMap<>(event.details()));
		return body;
	}

}
