package dev.slipway.telemetry.adapter;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.slipway.observability.LogStream;
import dev.slipway.observability.Origin;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import org.jspecify.annotations.Nullable;

/**
 * What telemetry needs of a pod.
 *
 * @param cluster where it runs
 * @param namespace its namespace
 * @param uid its uid
 * @param origin whose
 * @param metrics where it offers metrics; null when it does not, or does not run
 * @param containers those that have started at least once
 */
record PodInfo(String cluster, String namespace, String uid, Origin origin, @Nullable URI metrics,
		List<Container> containers) {

	/**
	 * A container of the pod.
	 *
	 * @param name its name
	 * @param run how often it was restarted
	 * @param started whether this run has begun, and so has a log
	 * @param running whether this run goes on
	 */
	record Container(String name, int run, boolean started, boolean running) {
	}

	static PodInfo of(String cluster, Pod pod) {
		Map<String, String> labels = pod.getMetadata().getLabels();
		Map<String, String> known = (labels != null) ? labels : Map.of();
		Origin origin = new Origin(known.getOrDefault("slipway.dev/service", ""),
				known.getOrDefault("slipway.dev/team", ""), known.getOrDefault("slipway.dev/environment", ""),
				known.getOrDefault("slipway.dev/release", ""), pod.getMetadata().getName());
		return new PodInfo(cluster, pod.getMetadata().getNamespace(), pod.getMetadata().getUid(), origin, metrics(pod),
				containers(pod));
	}

	/** A pod that carries no service or team is nobody's and not looked at. */
	boolean owned() {
		return !this.origin.service().isEmpty() && !this.origin.team().isEmpty();
	}

	LogStream stream(String container, int run) {
		return new LogStream(this.uid + "/" + container + "/" + run, this.origin);
	}

	private static @Nullable URI metrics(Pod pod) {
		Map<String, String> annotations = pod.getMetadata().getAnnotations();
		if (annotations == null || !"true".equals(annotations.get("prometheus.io/scrape")) || pod.getStatus() == null
				|| !"Running".equals(pod.getStatus().getPhase()) || pod.getStatus().getPodIP() == null) {
			return null;
		}
		String ip = pod.getStatus().getPodIP();
		String host = (ip.indexOf(':') >= 0) ? "[" + ip + "]" : ip;
		String path = annotations.getOrDefault("prometheus.io/path", "/metrics");
		try {
			return URI.create("http://" + host + ":" + annotations.getOrDefault("prometheus.io/port", "8080")
					+ (path.startsWith("/") ? path : "/" + path));
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static List<Container> containers(Pod pod) {
		List<Container> containers = new ArrayList<>();
		if (pod.getStatus() != null) {
			add(containers, pod.getStatus().getInitContainerStatuses());
			add(containers, pod.getStatus().getContainerStatuses());
		}
		return containers;
	}

	private static void add(List<Container> containers, @Nullable List<ContainerStatus> statuses) {
		if (statuses == null) {
			return;
		}
		for (ContainerStatus status : statuses) {
			boolean running = status.getState() != null && status.getState().getRunning() != null;
			boolean ended = status.getState() != null && status.getState().getTerminated() != null;
			int run = (status.getRestartCount() != null) ? status.getRestartCount() : 0;
			containers.add(new Container(status.getName(), run, running || ended, running));
		}
	}

}
