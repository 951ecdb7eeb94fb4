package dev.slipway.cluster.kubelet;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.images.ImageException;
import dev.slipway.cluster.images.ImageRetention;
import dev.slipway.cluster.store.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Now and then forgets the images that no object of the cluster names.
 */
final class ImageCollector {

	private static final Logger log = LoggerFactory.getLogger(ImageCollector.class);

	static final Duration INTERVAL = Duration.ofMinutes(10);

	/** As many images of each repository are kept, used or not: room to go back. */
	static final int NEWEST = 20;

	/** A push may take its time. */
	static final Duration YOUNG = Duration.ofHours(1);

	private static final List<String> USERS = List.of("pods", "replicasets.apps", "deployments.apps",
			"statefulsets.apps", "daemonsets.apps", "jobs.batch", "cronjobs.batch");

	private final ObjectStore store;

	private final ImageRetention images;

	private final Clock clock;

	ImageCollector(ObjectStore store, ImageRetention images, Clock clock) {
		this.store = store;
		this.images = images;
		this.clock = clock;
	}

	void collect() {
		Set<String> used = new HashSet<>();
		for (String resource : USERS) {
			this.store.list(resource, null).items().forEach((object) -> addImages(object, used));
		}
		try {
			int removed = this.images.clean(used, this.clock.instant().minus(YOUNG));
			if (removed > 0) {
				log.info("Removed {} files and folders of images that nothing uses", removed);
			}
		}
		catch (IOException | ImageException ex) {
			log.warn("Unused images cannot be removed", ex);
		}
	}

	/** What containers name and what they run, wherever their specs lie. */
	private static void addImages(JsonNode object, Set<String> used) {
		for (String field : new String[] { "initContainers", "containers" }) {
			object.findValues(field)
				.forEach((containers) -> containers.forEach((container) -> used.add(container.path("image").asText())));
		}
		object.path("status").path("containerStatuses").forEach((status) -> addDigest(status, used));
		object.path("status").path("initContainerStatuses").forEach((status) -> addDigest(status, used));
	}

	private static void addDigest(JsonNode status, Set<String> used) {
		String id = status.path("imageID").asText();
		used.add(id.substring(Math.max(0, id.indexOf("sha256:"))));
	}

}
