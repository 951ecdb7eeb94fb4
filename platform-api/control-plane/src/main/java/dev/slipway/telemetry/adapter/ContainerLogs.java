package dev.slipway.telemetry.adapter;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.slipway.environments.Clusters;
import dev.slipway.observability.LogSink;
import dev.slipway.observability.LogStream;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the log of one run of one container through the cluster's API. By the client's
 * HTTP half: its log operations list and watch the pod before each reading, to wait until
 * it is ready, and a pod that never gets ready has the most to tell.
 */
class ContainerLogs {

	private static final Logger logger = LoggerFactory.getLogger(ContainerLogs.class);

	private static final long ANSWER_SECONDS = 10;

	private final Clusters clusters;

	ContainerLogs(Clusters clusters) {
		this.clusters = clusters;
	}

	/** Follows until the container ends or the connection breaks. */
	void follow(PodInfo pod, String container, LogStream stream, LogSink sink) throws InterruptedException {
		LogSink.Feed feed = sink.open(stream);
		try {
			HttpResponse<InputStream> log = open(pod, container, since(feed) + "&follow=true");
			try (InputStream lines = log.body()) {
				if (log.isSuccessful() && lines != null) {
					new StampedLines(lines, false).read(feed);
				}
			}
		}
		catch (IOException ex) {
			logger.debug("Following {} broke off: {}", stream.id(), ex.toString());
		}
	}

	/**
	 * Reads what there is of a run that has ended.
	 * @param previous whether the container runs anew already
	 * @return whether nothing more will come
	 */
	boolean read(PodInfo pod, String container, boolean previous, LogStream stream, LogSink sink)
			throws InterruptedException {
		LogSink.Feed feed = sink.open(stream);
		try {
			HttpResponse<InputStream> log = open(pod, container, previous ? "&previous=true" : since(feed));
			try (InputStream lines = log.body()) {
				if (log.isSuccessful() && lines != null) {
					new StampedLines(lines, true).read(feed);
				}
				return log.code() < 500;
			}
		}
		catch (IOException ex) {
			logger.debug("Reading {} failed: {}", stream.id(), ex.toString());
			return false;
		}
	}

	private HttpResponse<InputStream> open(PodInfo pod, String container, String parameters)
			throws IOException, InterruptedException {
		KubernetesClient client = this.clusters.client(pod.cluster());
		HttpClient http = client.getHttpClient();
		String path = "api/v1/namespaces/" + pod.namespace() + "/pods/" + pod.origin().pod() + "/log?container="
				+ container + "&timestamps=true" + parameters;
		try {
			return http
				.sendAsync(http.newHttpRequestBuilder().uri(client.getMasterUrl() + path).forStreaming().build(),
						InputStream.class)
				.get(ANSWER_SECONDS, TimeUnit.SECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new IOException("The log of pod " + pod.origin().pod() + " cannot be opened", ex);
		}
	}

	/** The API counts in whole seconds; the feed drops what it has. */
	private static String since(LogSink.Feed feed) {
		@Nullable Instant time = feed.since().orElse(null);
		return (time != null) ? "&sinceTime=" + time.truncatedTo(ChronoUnit.SECONDS) : "";
	}

}
