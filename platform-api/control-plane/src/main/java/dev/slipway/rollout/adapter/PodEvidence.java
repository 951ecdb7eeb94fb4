package dev.slipway.rollout.adapter;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.slipway.rollout.ReleaseCluster.Evidence;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks why a pod is not ready: the probe that failed last, and the end of its log. */
final class PodEvidence {

	private static final Logger log = LoggerFactory.getLogger(PodEvidence.class);

	private static final int LINES = 12;

	/** What a kubelet writes into the event {@code Unhealthy}. */
	private static final Pattern FAILED = Pattern.compile("(Readiness|Liveness|Startup) probe failed: (.*)",
			Pattern.DOTALL);

	private final KubernetesClient client;

	private final String namespace;

	private final String pod;

	PodEvidence(KubernetesClient client, String namespace, String pod) {
		this.client = client;
		this.namespace = namespace;
		this.pod = pod;
	}

	Evidence find() {
		var container = this.client.pods().inNamespace(this.namespace).withName(this.pod);
		String lines = tried(() -> container.tailingLines(LINES).getLog());
		String last = lines.isBlank() ? tried(() -> container.terminated().tailingLines(LINES).getLog()) : lines;
		return new Evidence(tried(this::probe), LastLines.of(last));
	}

	private @Nullable String probe() {
		return this.client.v1()
			.events()
			.inNamespace(this.namespace)
			.withField("involvedObject.name", this.pod)
			.list()
			.getItems()
			.stream()
			.filter((event) -> "Unhealthy".equals(event.getReason())
					&& this.pod.equals(event.getInvolvedObject().getName()))
			.max(Comparator.comparing((event) -> String.valueOf(event.getLastTimestamp())))
			.map(Event::getMessage)
			.map(this::told)
			.orElse(null);
	}

	/**
	 * {@code Readiness probe GET /ready on port http failed: HTTP probe failed with
	 * statuscode: 503}.
	 */
	private String told(String message) {
		Matcher matcher = FAILED.matcher(message);
		if (!matcher.matches()) {
			return message;
		}
		String asked = Optional.ofNullable(this.client.pods().inNamespace(this.namespace).withName(this.pod).get())
			.flatMap((found) -> probe(found, matcher.group(1).toLowerCase(Locale.ROOT)))
			.map(PodEvidence::asked)
			.orElse("");
		return matcher.group(1) + " probe" + asked + " failed: " + matcher.group(2).strip();
	}

	private static Optional<Probe> probe(Pod pod, String kind) {
		List<Container> containers = pod.getSpec().getContainers();
		return containers.stream().map((container) -> switch (kind) {
			case "startup" -> container.getStartupProbe();
			case "liveness" -> container.getLivenessProbe();
			default -> container.getReadinessProbe();
		}).filter((probe) -> probe != null).findFirst();
	}

	private static String asked(Probe probe) {
		if (probe.getHttpGet() != null) {
			return " GET " + probe.getHttpGet().getPath() + " on port " + probe.getHttpGet().getPort().getValue();
		}
		if (probe.getTcpSocket() != null) {
			return " of TCP port " + probe.getTcpSocket().getPort().getValue();
		}
		return (probe.getExec() != null) ? " " + String.join(" ", probe.getExec().getCommand()) : "";
	}

	/** Evidence is worth a try, and not a failure of its own. */
	private static String tried(Supplier<@Nullable String> read) {
		try {
			String text = read.get();
			return (text != null) ? text : "";
		}
		catch (KubernetesClientException ex) {
			log.debug("No evidence", ex);
			return "";
		}
	}

}
