package dev.slipway.cluster.conformance;

import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Reduces watch events to some pointers and drops those that repeat an object's last one.
 */
final class Projection {

	private final JsonNode pointers;

	private final Map<String, ObjectNode> last = new HashMap<>();

	Projection(JsonNode pointers) {
		this.pointers = pointers;
	}

	@Nullable ObjectNode of(JsonNode event) {
		String name = event.path("object").path("metadata").path("name").asText();
		if (name.equals("kube-root-ca.crt")) {
			return null;
		}
		if (this.pointers.isMissingNode() || this.pointers.isEmpty()) {
			return (ObjectNode) event;
		}
		ObjectNode reduced = new ObjectMapper().createObjectNode();
		for (JsonNode pointer : this.pointers) {
			JsonNode value = event.at(pointer.asText());
			if (!value.isMissingNode()) {
				String path = pointer.asText();
				int slash = path.lastIndexOf('/');
				ObjectNode parent = (slash == 0) ? reduced : reduced.withObject(path.substring(0, slash));
				parent.set(path.substring(slash + 1).replace("~1", "/"), value);
			}
		}
		ObjectNode state = reduced.deepCopy();
		state.remove("type");
		String key = event.path("object").path("metadata").path("uid").asText(name);
		boolean deleted = event.path("type").asText().equals("DELETED");
		if (!deleted && state.equals(this.last.put(key, state))) {
			return null;
		}
		return reduced;
	}

}
