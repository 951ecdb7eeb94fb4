package dev.slipway.cluster.gateway;

import java.time.Clock;
import java.util.Iterator;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Conditions;
import dev.slipway.cluster.routes.CompiledRoute;
import dev.slipway.cluster.routes.CompiledRoute.Finding;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.ObjectStore;
import dev.slipway.cluster.store.StoreException;

/**
 * Says in the status of routes what is served of them. It is written after the proxy
 * serves that generation, never before.
 */
final class RouteStatus {

	private final ObjectStore store;

	private final Clock clock;

	RouteStatus(ObjectStore store, Clock clock) {
		this.store = store;
		this.clock = clock;
	}

	/**
	 * How it is with a route at one of its parents.
	 *
	 * @param route of the generation that is served
	 * @param accepted whether it is served there
	 */
	record Report(CompiledRoute route, ParentRef parent, Finding accepted) {
	}

	void write(Report report) {
		change(report.route().key(), (route) -> {
			ObjectNode entry = entry(route.withObject("/status").withArray("/parents"), report.parent().reference());
			condition(entry, "Accepted", report.accepted(), report.route().generation());
			condition(entry, "ResolvedRefs", report.route().resolved(), report.route().generation());
		});
	}

	/** Takes away what was said about parents that the route names no more. */
	void clean(Key key) {
		ObjectNode present = this.store.shared(key);
		if (present != null && present.path("status").path("parents").isEmpty()) {
			return;
		}
		change(key, (route) -> {
			List<JsonNode> wanted = ParentRef.of(route).stream().<JsonNode>map(ParentRef::reference).toList();
			for (Iterator<JsonNode> entries = route.path("status").path("parents").iterator(); entries.hasNext();) {
				JsonNode entry = entries.next();
				if (ours(entry) && !wanted.contains(entry.path("parentRef"))) {
					entries.remove();
				}
			}
		});
	}

	private void change(Key key, java.util.function.Consumer<ObjectNode> change) {
		try {
			this.store.update(key, (route) -> {
				change.accept(route);
				return route;
			});
		}
		catch (StoreException ex) {
			if (ex.reason() != StoreException.Reason.NOT_FOUND) {
				throw ex;
			}
		}
	}

	private static boolean ours(JsonNode entry) {
		return entry.path("controllerName").asText().equals(GatewayController.NAME);
	}

	private static ObjectNode entry(ArrayNode parents, ObjectNode reference) {
		for (JsonNode entry : parents) {
			if (ours(entry) && entry.path("parentRef").equals(reference)) {
				return (ObjectNode) entry;
			}
		}
		ObjectNode entry = parents.addObject();
		entry.set("parentRef", reference.deepCopy());
		return entry.put("controllerName", GatewayController.NAME);
	}

	private void condition(ObjectNode entry, String type, Finding finding, long generation) {
		Conditions.set(entry, type, finding.good(), finding.reason(), finding.message(), this.clock.instant())
			.put("observedGeneration", generation);
	}

}
