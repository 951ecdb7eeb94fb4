package dev.slipway.cluster.api.kinds;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** A field selector such as {@code status.phase!=Running,spec.nodeName=}. */
public final class FieldSelector {

	private static final Set<String> ALWAYS = Set.of("metadata.name", "metadata.namespace");

	private static final Map<String, Set<String>> MORE = more();

	private final List<Term> terms = new ArrayList<>();

	private FieldSelector() {
	}

	private record Term(String field, boolean equal, String value) {
	}

	private static Map<String, Set<String>> more() {
		Map<String, Set<String>> more = new HashMap<>();
		more.put("pods", Set.of("spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName",
				"spec.hostNetwork", "status.phase", "status.podIP", "status.podIPs", "status.nominatedNodeName"));
		more.put("events",
				Set.of("involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid",
						"involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath",
						"reason", "reportingComponent", "source", "type"));
		more.put("services", Set.of("spec.clusterIP", "spec.type"));
		more.put("secrets", Set.of("type"));
		more.put("namespaces", Set.of("status.phase"));
		more.put("nodes", Set.of("spec.unschedulable"));
		more.put("replicasets.apps", Set.of("status.replicas"));
		more.put("jobs.batch", Set.of("status.successful"));
		return more;
	}

	/**
	 * Parses; an empty text selects everything.
	 * @throws ApiError 400 for a field that this kind cannot be selected by
	 */
	public static FieldSelector parse(Kind kind, @Nullable String text) {
		FieldSelector selector = new FieldSelector();
		if (text == null || text.isEmpty()) {
			return selector;
		}
		for (String part : text.split(",")) {
			if (!part.isEmpty()) {
				selector.terms.add(term(kind, part));
			}
		}
		return selector;
	}

	private static Term term(Kind kind, String part) {
		int at = part.indexOf('=');
		if (at <= 0) {
			throw ApiError.badRequest("invalid selector: '" + part + "'; can't understand '" + part + "'");
		}
		boolean equal = part.charAt(at - 1) != '!';
		String given = part.substring(0, equal ? at : at - 1);
		int value = (equal && part.startsWith("==", at)) ? at + 2 : at + 1;
		String field = kind.group().equals("events.k8s.io") ? core(given) : given;
		Set<String> more = MORE.getOrDefault(kind.resource(), Set.of());
		if (!ALWAYS.contains(field) && !more.contains(field)) {
			throw ApiError.badRequest(more.isEmpty()
					? "\"" + given + "\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
					: "field label not supported: " + given);
		}
		return new Term(field, equal, part.substring(value));
	}

	private static String core(String field) {
		return field.replace("regarding.", "involvedObject.").replace("reportingController", "reportingComponent");
	}

	/** Whether it selects everything. */
	public boolean everything() {
		return this.terms.isEmpty();
	}

	/** The name it asks for, so that a list need not look at all. */
	public @Nullable String name() {
		return this.terms.stream()
			.filter((term) -> term.equal() && term.field().equals("metadata.name"))
			.map(Term::value)
			.findFirst()
			.orElse(null);
	}

	/** Whether an object matches. */
	public boolean matches(JsonNode object) {
		for (Term term : this.terms) {
			if (value(object, term.field()).equals(term.value()) != term.equal()) {
				return false;
			}
		}
		return true;
	}

	private static String value(JsonNode object, String field) {
		if (field.equals("source")) {
			return object.path("source").path("component").asText("");
		}
		JsonNode node = object;
		for (String part : field.split("\\.")) {
			node = node.path(part);
		}
		if (node.isMissingNode() && (field.equals("spec.hostNetwork") || field.equals("spec.unschedulable"))) {
			return "false";
		}
		if (node.isMissingNode() && field.equals("status.replicas")) {
			return "0";
		}
		return node.asText("");
	}

}
