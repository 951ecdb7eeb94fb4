package dev.slipway.rollout.adapter;

import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.rollout.ReleaseCluster.Fence;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to objects by their resourceVersion, and leaves alone those that a later writer
 * has marked. A write that loses is dropped: the next tick observes what won.
 */
final class Fenced {

	private static final Logger log = LoggerFactory.getLogger(Fenced.class);

	private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

	private final View view;

	private final Fence fence;

	/** For objects that are not watched. */
	Fenced(KubernetesClient client, Fence fence) {
		this(new View(() -> client, (object) -> {
		}, Clock.systemUTC()), fence);
	}

	Fenced(View view, Fence fence) {
		this.view = view;
		this.fence = fence;
	}

	/** Changes the object as it was seen. Deployments are patched instead. */
	<T extends HasMetadata> void change(T seen, Consumer<T> change) {
		write(seen, () -> {
			T object = copy(seen);
			change.accept(object);
			Objects.annotate(object, Labels.EPOCH, this.fence.toString());
			return this.view.client().resource(object).update();
		});
	}

	private void write(HasMetadata seen, Supplier<? extends HasMetadata> write) {
		String name = seen.getMetadata().getName();
		if (overtaken(seen)) {
			log.info("Left {} to a later writer than {}", name, this.fence);
			return;
		}
		try {
			this.view.learn(write.get());
		}
		catch (KubernetesClientException ex) {
			this.view.doubt(seen);
			if (ex.getCode() != Objects.CONFLICT) {
				throw ex;
			}
			log.debug("{} changed meanwhile", name);
		}
	}

	/** Gives the Deployment as it was seen another number of pods. */
	void scale(Deployment seen, int replicas) {
		patch(seen, (patch) -> patch.putObject("spec").put("replicas", replicas));
	}

	/** Gives the Deployment as it was seen a label. */
	void label(Deployment seen, String name, String value) {
		patch(seen, (patch) -> patch.withObject("/metadata/labels").put(name, value));
	}

	/** Gives the Deployment as it was seen an annotation. */
	void annotate(Deployment seen, String name, String value) {
		patch(seen, (patch) -> patch.withObject("/metadata/annotations").put(name, value));
	}

	/** Gives the Deployment as it was seen labels and annotations. */
	void mark(Deployment seen, Map<String, String> labels, Map<String, String> annotations) {
		patch(seen, (patch) -> {
			labels.forEach((name, value) -> patch.withObject("/metadata/labels").put(name, value));
			annotations.forEach((name, value) -> patch.withObject("/metadata/annotations").put(name, value));
		});
	}

	/**
	 * The client copies what it is given, through JSON: so it gets no more than a name.
	 */
	private void patch(Deployment seen, Consumer<ObjectNode> change) {
		ObjectNode patch = JsonNodeFactory.instance.objectNode();
		ObjectNode metadata = patch.putObject("metadata");
		metadata.put("resourceVersion", seen.getMetadata().getResourceVersion());
		metadata.putObject("annotations").put(Labels.EPOCH, this.fence.toString());
		change.accept(patch);
		Deployment named = new DeploymentBuilder().withMetadata(Objects.named(seen)).build();
		write(seen, () -> this.view.client().resource(named).patch(MERGE, patch.toString()));
	}

	/** Deletes the object, unless it has changed since it was read. */
	void delete(HasMetadata object) {
		if (overtaken(object)) {
			log.info("Left {} to a later writer than {}", object.getMetadata().getName(), this.fence);
			return;
		}
		try {
			this.view.client().resource(object).lockResourceVersion().delete();
			this.view.doubt(object);
		}
		catch (KubernetesClientException ex) {
			this.view.doubt(object);
			if (ex.getCode() != Objects.CONFLICT) {
				throw ex;
			}
			log.debug("{} changed meanwhile", object.getMetadata().getName());
		}
	}

	/** Whether this writer was the last that wrote to the object. */
	boolean wrote(HasMetadata object) {
		return this.fence.toString().equals(Objects.annotation(object, Labels.EPOCH));
	}

	/** Through JSON a copy costs more than the write. */
	@SuppressWarnings("unchecked")
	private <T extends HasMetadata> T copy(T seen) {
		if (seen instanceof Service service) {
			return (T) service.edit().build();
		}
		return this.view.client().getKubernetesSerialization().clone(seen);
	}

	/** Whether a later writer has marked the object. */
	boolean overtaken(HasMetadata object) {
		String written = Objects.annotation(object, Labels.EPOCH);
		return written != null && Fence.parse(written).compareTo(this.fence) > 0;
	}

}
