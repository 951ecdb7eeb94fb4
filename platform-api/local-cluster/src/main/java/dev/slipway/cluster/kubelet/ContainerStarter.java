package dev.slipway.cluster.kubelet;

import java.io.IOException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.images.Image;
import dev.slipway.cluster.images.ImageException;
import dev.slipway.cluster.images.ImageReference;

/**
 * Starts a container: image, root, volumes, plan. The fork itself comes last, after the
 * intent is on disk.
 */
final class ContainerStarter {

	private final NodeServices node;

	ContainerStarter(NodeServices node) {
		this.node = node;
	}

	/**
	 * Makes all ready for a fork.
	 * @throws ConfigError with the reason a waiting container shows
	 */
	Prepared prepare(JsonNode pod, JsonNode container, PodFiles files) {
		String name = container.path("name").asText();
		Image image = image(pod, container);
		ContainerFiles own = files.container(name);
		try {
			this.node.roots().create(image, own.root());
			Volumes.mount(container, files.volumes(), own.root());
		}
		catch (ImageException | IOException ex) {
			throw new ConfigError("CreateContainerError", String.valueOf(ex.getMessage()), ex);
		}
		LaunchPlan plan = this.node.planner().plan(pod, container, image, own.root());
		return new Prepared(plan, image);
	}

	private Image image(JsonNode pod, JsonNode container) {
		String name = container.path("image").asText();
		try {
			Image image = this.node.images().resolve(ImageReference.parse(name));
			this.node.normal(pod, "Pulled", "Container image \"" + name + "\" already present on machine");
			return image;
		}
		catch (IllegalArgumentException ex) {
			throw new ConfigError("InvalidImageName", "Failed to apply default image tag \"" + name
					+ "\": couldn't parse " + "image name: " + ex.getMessage(), ex);
		}
		catch (ImageException ex) {
			throw new ConfigError("ErrImagePull", String.valueOf(ex.getMessage()), ex);
		}
	}

	/** Plans again how a running container was started. */
	LaunchPlan plan(JsonNode pod, JsonNode container, PodFiles files) {
		Image image = this.node.images().resolve(ImageReference.parse(container.path("image").asText()));
		ContainerFiles own = files.container(container.path("name").asText());
		return this.node.planner().plan(pod, container, image, own.root());
	}

	/**
	 * Ready for a fork.
	 *
	 * @param plan how to start
	 * @param image what is run
	 */
	record Prepared(LaunchPlan plan, Image image) {
	}

}
