package dev.slipway.cluster.kubelet;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.images.ImageStore;
import dev.slipway.cluster.images.RootFilesystems;
import dev.slipway.cluster.objects.EventRecorder;
import dev.slipway.cluster.store.ObjectStore;
import dev.slipway.cluster.work.Workers;

/**
 * What the parts of the kubelet share.
 *
 * @param store objects of the cluster
 * @param workers threads
 * @param clock time
 * @param events event recorder
 * @param images image store
 * @param roots unpacked images
 * @param planner plans of starts
 * @param volumes volumes of pods
 * @param network pod addresses
 * @param prober HTTP and TCP probes
 * @param logs index of the logs
 * @param backoff delays between restarts
 * @param directory directory of the pods
 */
record NodeServices(ObjectStore store, Workers workers, Clock clock, EventRecorder events, ImageStore images,
		RootFilesystems roots, Planner planner, Volumes volumes, PodNetwork network, Prober prober, LogIndexer logs,
		Backoff backoff, Path directory) {

	static final String COMPONENT = "kubelet";

	Instant now() {
		return this.clock.instant();
	}

	void normal(JsonNode pod, String reason, String message) {
		this.events.normal(COMPONENT, pod, reason, message);
	}

	void warning(JsonNode pod, String reason, String message) {
		this.events.warning(COMPONENT, pod, reason, message);
	}

}
