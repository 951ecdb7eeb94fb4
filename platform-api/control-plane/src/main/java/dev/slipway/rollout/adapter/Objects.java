package dev.slipway.rollout.adapter;

import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.jspecify.annotations.Nullable;

import dev.slipway.rollout.ReleaseCluster.Refused;

/** What the writers of objects share. */
final class Objects {

	static final int CONFLICT = 409;

	private static final int NOT_FOUND = 404;

	private static final int BAD_REQUEST = 400;

	static final int FORBIDDEN = 403;

	private static final int UNPROCESSABLE = 422;

	private Objects() {
	}

	static @Nullable String annotation(HasMetadata object, String name) {
		Map<String, String> annotations = object.getMetadata().getAnnotations();
		return (annotations != null) ? annotations.get(name) : null;
	}

	static @Nullable String label(HasMetadata object, String name) {
		Map<String, String> labels = object.getMetadata().getLabels();
		return (labels != null) ? labels.get(name) : null;
	}

	/** No more than where the object is. */
	static ObjectMeta named(HasMetadata object) {
		return new ObjectMetaBuilder().withName(object.getMetadata().getName())
			.withNamespace(object.getMetadata().getNamespace())
			.build();
	}

	static void annotate(HasMetadata object, String name, String value) {
		Map<String, String> annotations = new HashMap<>();
		if (object.getMetadata().getAnnotations() != null) {
			annotations.putAll(object.getMetadata().getAnnotations());
		}
		annotations.put(name, value);
		object.getMetadata().setAnnotations(annotations);
	}

	static void label(HasMetadata object, String name, String value) {
		Map<String, String> labels = new HashMap<>();
		if (object.getMetadata().getLabels() != null) {
			labels.putAll(object.getMetadata().getLabels());
		}
		labels.put(name, value);
		object.getMetadata().setLabels(labels);
	}

	/** Makes it, unless it is there. */
	static void create(View view, HasMetadata object) {
		HasMetadata made = create(view.client(), object);
		if (made != null) {
			view.learn(made);
		}
	}

	/**
	 * Makes it, unless it is there.
	 * @return what was made
	 */
	static @Nullable HasMetadata create(KubernetesClient client, HasMetadata object) {
		try {
			return client.resource(object).create();
		}
		catch (KubernetesClientException ex) {
			if (ex.getCode() != CONFLICT) {
				throw ex;
			}
			return null;
		}
	}

	/**
	 * Makes it, unless it is there.
	 * @return what was made
	 */
	static @Nullable HasMetadata create(View view, ObjectNode object) {
		try {
			HasMetadata made = view.client().resource(read(object)).create();
			view.learn(made);
			return made;
		}
		catch (KubernetesClientException ex) {
			if (ex.getCode() != CONFLICT) {
				throw refused(object, ex);
			}
			return null;
		}
	}

	/** Tells what will be refused again from what is worth another try. */
	static RuntimeException refused(ObjectNode object, KubernetesClientException ex) {
		boolean forGood = switch (ex.getCode()) {
			case BAD_REQUEST, FORBIDDEN, NOT_FOUND, UNPROCESSABLE -> true;
			default -> false;
		};
		if (!forGood) {
			return ex;
		}
		String said = (ex.getStatus() != null && ex.getStatus().getMessage() != null) ? ex.getStatus().getMessage()
				: String.valueOf(ex.getMessage());
		return new Refused("the cluster refuses " + object.path("kind").asText() + " "
				+ object.path("metadata").path("name").asText() + ": " + said
				+ ". Mend it in deploy/ and release again.", ex);
	}

	private static HasMetadata read(ObjectNode object) {
		return Serialization.unmarshal(object.toString());
	}

}
