package dev.slipway.rollout.adapter;

import java.time.Clock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.rollout.ReleaseCluster.Fence;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the objects that the releases of a service share. Each write carries the
 * version that was read and leaves a mark; who finds a later writer's mark stops.
 */
final class FencedObjects {

	/** Controllers write to the same objects, such as the status of a budget. */
	private static final int TRIES = 5;

	private final View view;

	private final Fence fence;

	/** For objects that are not watched. */
	FencedObjects(KubernetesClient client, Fence fence) {
		this(new View(() -> client, (object) -> {
		}, Clock.systemUTC()), fence);
	}

	FencedObjects(View view, Fence fence) {
		this.view = view;
		this.fence = fence;
	}

	/**
	 * Makes it, or gives what is there the same values; values it does not name stay.
	 * @throws Overtaken when a later writer was there
	 */
	void apply(ObjectNode object) {
		ObjectNode marked = object.deepCopy();
		marked.withObject("/metadata/annotations").put(Labels.EPOCH, this.fence.toString());
		HasMetadata wanted = Serialization.unmarshal(marked.toString());
		for (int i = 0; i < TRIES; i++) {
			try {
				HasMetadata found = this.view.client().resource(wanted).get();
				require(found);
				if (found == null) {
					this.view.learn(this.view.client().resource(wanted).create());
				}
				else {
					marked.withObject("/metadata").put("resourceVersion", found.getMetadata().getResourceVersion());
					this.view.learn(this.view.client()
						.resource(wanted)
						.patch(PatchContext.of(PatchType.JSON_MERGE), marked.toString()));
				}
				return;
			}
			catch (KubernetesClientException ex) {
				if (ex.getCode() != Objects.CONFLICT) {
					throw Objects.refused(object, ex);
				}
			}
		}
		throw changed(wanted);
	}

	/**
	 * Deletes it; what belongs to it goes later.
	 * @throws Overtaken when a later writer was there
	 */
	void delete(HasMetadata object) {
		HasMetadata found = object;
		for (int i = 0; found != null && i < TRIES; i++) {
			require(found);
			try {
				this.view.client().resource(found).lockResourceVersion().delete();
				return;
			}
			catch (KubernetesClientException ex) {
				if (ex.getCode() != Objects.CONFLICT) {
					throw ex;
				}
				found = this.view.client().resource(object).get();
			}
		}
		if (found != null) {
			throw changed(object);
		}
	}

	/**
	 * Goes on only when no later writer was there.
	 * @throws Overtaken when one was
	 */
	void require(@Nullable HasMetadata found) {
		String written = (found != null) ? Objects.annotation(found, Labels.EPOCH) : null;
		if (found != null && written != null && Fence.parse(written).compareTo(this.fence) > 0) {
			throw new Overtaken(found.getKind() + " " + found.getMetadata().getName() + " was written by " + written
					+ ", which is later than " + this.fence);
		}
	}

	private static IllegalStateException changed(HasMetadata object) {
		return new IllegalStateException(
				object.getKind() + " " + object.getMetadata().getName() + " was changed meanwhile: once more");
	}

	/** Somebody else drives the release, or a later one: nothing is left to do. */
	static final class Overtaken extends RuntimeException {

		private static final long serialVersionUID = 1L;

		Overtaken(String message) {
			super(message);
		}

	}

}
