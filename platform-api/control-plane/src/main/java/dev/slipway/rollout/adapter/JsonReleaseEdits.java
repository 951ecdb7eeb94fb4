package dev.slipway.rollout.adapter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.rollout.Release.Draft;
import dev.slipway.rollout.ReleaseEdits;
import org.jspecify.annotations.Nullable;

/** Edits the manifests of a release as a tree of JSON. */
final class JsonReleaseEdits implements ReleaseEdits {

	private static final ObjectMapper MAPPER = new ObjectMapper();

	@Override
	public Draft apply(Draft draft, List<Edit> edits) {
		try {
			JsonNode objects = MAPPER.readTree(draft.manifests());
			String image = draft.image();
			int replicas = draft.replicas();
			for (Edit edit : edits) {
				String last = edit.path().get(edit.path().size() - 1);
				if (edit.kind().equals("Deployment") && last.equals("image") && edit.value() != null
						&& serves(objects, draft.service(), edit)) {
					image = edit.value().toString();
				}
				if (edit.kind().equals("Deployment") && edit.path().equals(List.of("spec", "replicas"))
						&& edit.value() instanceof Number number) {
					replicas = Math.max(1, number.intValue());
				}
				objects.forEach((object) -> {
					if (is(object, edit)) {
						set(object, edit.path(), edit.value());
					}
				});
			}
			return new Draft(draft.service(), draft.environment(), draft.team(), image, draft.commit(), draft.build(),
					replicas, draft.strategy(), objects.toString(), null, draft.requestedBy(), draft.requestedAt());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Whether the edit is of the container that runs the released image. */
	private static boolean serves(JsonNode objects, String service, Edit edit) {
		for (JsonNode object : objects) {
			if (is(object, edit)) {
				ObjectNode container = ReleaseObjects.container((ObjectNode) object, service);
				return container != null && edit.path().contains("[" + container.path("name").asText() + "]");
			}
		}
		return false;
	}

	private static boolean is(JsonNode object, Edit edit) {
		return object.path("kind").asText().equals(edit.kind())
				&& object.at("/metadata/name").asText().equals(edit.name());
	}

	private static void set(JsonNode root, List<String> path, @Nullable Object value) {
		JsonNode here = root;
		for (int i = 0; i < path.size() - 1; i++) {
			boolean list = path.get(i + 1).startsWith("[") && !here.path(plain(path.get(i))).isObject();
			here = child(here, path.get(i), list);
		}
		put(here, path.get(path.size() - 1), value);
	}

	private static JsonNode child(JsonNode here, String step, boolean list) {
		if (here instanceof ArrayNode elements) {
			int place = place(elements, plain(step));
			return (place >= 0) ? elements.get(place) : elements.addObject().put("name", plain(step));
		}
		ObjectNode fields = (ObjectNode) here;
		return list ? fields.withArrayProperty(plain(step)) : fields.withObjectProperty(plain(step));
	}

	private static void put(JsonNode here, String step, @Nullable Object value) {
		if (here instanceof ArrayNode elements) {
			int place = place(elements, plain(step));
			if (value == null) {
				if (place >= 0) {
					elements.remove(place);
				}
			}
			else if (place >= 0) {
				elements.set(place, MAPPER.<JsonNode>valueToTree(value));
			}
			else {
				elements.add(MAPPER.<JsonNode>valueToTree(value));
			}
		}
		else if (value == null) {
			((ObjectNode) here).remove(plain(step));
		}
		else {
			((ObjectNode) here).set(plain(step), MAPPER.<JsonNode>valueToTree(value));
		}
	}

	private static int place(ArrayNode elements, String name) {
		for (int i = 0; i < elements.size(); i++) {
			if (elements.get(i).path("name").asText().equals(name)
					|| (!elements.get(i).has("name") && name.equals(Integer.toString(i)))) {
				return i;
			}
		}
		return -1;
	}

	private static String plain(String step) {
		return step.startsWith("[") ? step.substring(1, step.length() - 1) : step;
	}

}
