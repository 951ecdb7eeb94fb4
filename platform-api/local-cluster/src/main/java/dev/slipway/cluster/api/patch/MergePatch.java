package dev.slipway.cluster.api.patch;

import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** RFC 7386. */
public final class MergePatch {

	private MergePatch() {
	}

	/** Applies the patch to a copy. */
	public static ObjectNode apply(ObjectNode target, ObjectNode patch) {
		ObjectNode result = target.deepCopy();
		merge(result, patch);
		return result;
	}

	private static void merge(ObjectNode target, ObjectNode patch) {
		for (Map.Entry<String, JsonNode> entry : patch.properties()) {
			if (entry.getValue().isNull()) {
				target.remove(entry.getKey());
			}
			else if (entry.getValue() instanceof ObjectNode change) {
				ObjectNode child = (target.get(entry.getKey()) instanceof ObjectNode present) ? present
						: target.putObject(entry.getKey());
				merge(child, change);
			}
			else {
				target.set(entry.getKey(), entry.getValue().deepCopy());
			}
		}
	}

}
