package dev.slipway.cluster.kubelet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.PodLogs;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.work.Serial;

/**
 * The logs of the containers on this node.
 */
final class ContainerLogs implements PodLogs {

	private final NodeServices node;

	ContainerLogs(NodeServices node) {
		this.node = node;
	}

	@Override
	public Reading read(ObjectNode pod, Query query, Consumer<byte[]> lines, Runnable end) {
		ContainerFiles files = new PodFiles(this.node.directory().resolve(Meta.uid(pod))).container(query.container());
		int attempt = files.load().map(ContainerRecord::of).map(ContainerRecord::attempt).orElse(0);
		Path file = files.log(query.previous() ? attempt - 1 : attempt);
		if (attempt == 0 || !Files.exists(file)) {
			throw new NoSuchElementException(query.previous()
					? "previous terminated container \"" + query.container() + "\" in pod \"" + Meta.name(pod)
							+ "\" not found"
					: "container \"" + query.container() + "\" in pod \"" + Meta.name(pod) + "\" is waiting to start: "
							+ waiting(pod, query.container()));
		}
		try {
			LogReading reading = new LogReading(this.node.logs(), new Serial(this.node.workers().blocking()), file,
					query, lines, end);
			reading.start();
			return reading;
		}
		catch (IOException ex) {
			throw new NoSuchElementException("the log of container \"" + query.container() + "\" cannot be read", ex);
		}
	}

	private static String waiting(ObjectNode pod, String container) {
		return PodStatus.ofContainer(pod, container)
			.path("state")
			.path("waiting")
			.path("reason")
			.asText("ContainerCreating");
	}

}
