package dev.slipway.telemetry.adapter;

import java.io.IOException;
import java.io.InputStream;
import java.time.temporal.ChronoUnit;

import dev.slipway.environments.Clusters;
import dev.slipway.observability.LogSink;
import dev.slipway.observability.LogStream;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.BytesLimitTerminateTimeTailPrettyLoggable;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.fabric8.kubernetes.client.dsl.Loggable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the log of one run of one container through the cluster's API. */
class ContainerLogs {

	private static final Logger logger = LoggerFactory.getLogger(ContainerLogs.class);

	private final Clusters clusters;

	ContainerLogs(Clusters clusters) {
		this.clusters = clusters;
	}

	/** Follows until the container ends or the connection breaks. */
	void follow(PodInfo pod, String container, LogStream stream, LogSink sink) throws InterruptedException {
		LogSink.Feed feed = sink.open(stream);
		try (LogWatch watch = since(open(pod, container), feed).watchLog(); InputStream lines = watch.getOutput()) {
			if (lines != null) {
				new StampedLines(lines, false).read(feed);
			}
		}
		catch (IOException | KubernetesClientException ex) {
			logger.debug("Following {} broke off: {}", stream.id(), ex.toString());
		}
	}

	/**
	 * Reads what there is of a run that has ended.
	 * @param previous whether the container runs anew already
	 * @return whether the log could be read
	 */
	boolean read(PodInfo pod, String container, boolean previous, LogStream stream, LogSink sink)
			throws InterruptedException {
		LogSink.Feed feed = sink.open(stream);
		try (InputStream lines = (previous ? open(pod, container).terminated() : since(open(pod, container), feed))
			.getLogInputStream()) {
			if (lines != null) {
				new StampedLines(lines, true).read(feed);
			}
			return true;
		}
		catch (IOException | KubernetesClientException ex) {
			logger.debug("Reading {} failed: {}", stream.id(), ex.toString());
			return ex instanceof KubernetesClientException refused && refused.getCode() >= 400
					&& refused.getCode() < 500;
		}
	}

	private BytesLimitTerminateTimeTailPrettyLoggable open(PodInfo pod, String container) {
		return this.clusters.client(pod.cluster())
			.pods()
			.inNamespace(pod.namespace())
			.withName(pod.origin().pod())
			.inContainer(container)
			.usingTimestamps();
	}

	/** The API counts in whole seconds; the feed drops what it has. */
	private static Loggable since(BytesLimitTerminateTimeTailPrettyLoggable log, LogSink.Feed feed) {
		return feed.since()
			.<Loggable>map((time) -> log.sinceTime(time.truncatedTo(ChronoUnit.SECONDS).toString()))
			.orElse(log);
	}

}
