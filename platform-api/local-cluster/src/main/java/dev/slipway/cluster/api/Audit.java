package dev.slipway.cluster.api;

import java.util.Locale;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who asked for what, one line a request on the logger {@code dev.slipway.cluster.audit}
 * at DEBUG: verb, API group, resource with subresource, namespace, name and the answer's
 * code. Verbs are those that the RBAC of a real server decides on; an apply that makes an
 * object is two lines there too, as it needs both rights.
 */
final class Audit {

	private static final Logger logger = LoggerFactory.getLogger("dev.slipway.cluster.audit");

	private static final int CREATED = 201;

	private Audit() {
	}

	static void log(Call call, Target target, int code) {
		if (logger.isDebugEnabled()) {
			String verb = verb(call, target);
			line(verb, target, code);
			if (verb.equals("patch") && code == CREATED) {
				line("create", target, code);
			}
		}
	}

	private static void line(String verb, Target target, int code) {
		String plural = target.kind().plural();
		logger.debug("verb={} group={} resource={} namespace={} name={} code={}", verb, target.kind().group(),
				target.subresource().isEmpty() ? plural : plural + "/" + target.subresource(), target.namespace(),
				target.name(), code);
	}

	private static String verb(Call call, Target target) {
		boolean watch = target.watch() || (call.flag("watch") && target.subresource().isEmpty());
		return switch (call.method()) {
			case "GET", "HEAD" -> watch ? "watch" : target.collection() ? "list" : "get";
			case "POST" -> "create";
			case "PUT" -> "update";
			case "PATCH" -> "patch";
			case "DELETE" -> target.collection() ? "deletecollection" : "delete";
			default -> call.method().toLowerCase(Locale.ROOT);
		};
	}

}
