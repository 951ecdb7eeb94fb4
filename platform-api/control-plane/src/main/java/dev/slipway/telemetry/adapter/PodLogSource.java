package dev.slipway.telemetry.adapter;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import dev.slipway.observability.LogSink;
import dev.slipway.observability.LogSource;
import dev.slipway.observability.LogStream;
import dev.slipway.observability.StoreUnavailable;
import dev.slipway.telemetry.adapter.PodInfo.Container;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the log of every run of every container: while it runs by following, once it
 * has ended by reading the rest. A pod's events say which runs there are.
 */
class PodLogSource implements LogSource {

	private static final Logger logger = LoggerFactory.getLogger(PodLogSource.class);

	private static final long RETRY_MILLIS = 1000;

	private static final long STORE_RETRY_MILLIS = 3000;

	private static final int READ_ATTEMPTS = 5;

	private static final int FORGET_ABOVE = 1000;

	private final PodWatch pods;

	private final ContainerLogs logs;

	private final Map<String, String> taken = new ConcurrentHashMap<>();

	private final AtomicInteger threads = new AtomicInteger();

	private final ExecutorService readers = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "pod-log-" + this.threads.incrementAndGet());
		thread.setDaemon(true);
		return thread;
	});

	private volatile boolean stopped;

	PodLogSource(PodWatch pods, ContainerLogs logs) {
		this.pods = pods;
		this.logs = logs;
	}

	@Override
	public void start(LogSink sink) {
		this.pods.listen((pod) -> changed(pod, sink));
	}

	@Override
	public void stop() {
		this.stopped = true;
		this.readers.shutdownNow();
	}

	private void changed(PodInfo pod, LogSink sink) {
		for (Container container : pod.containers()) {
			if (container.run() > 0) {
				take(pod, container.name(), container.run() - 1, sink);
			}
			if (container.started()) {
				take(pod, container.name(), container.run(), sink);
			}
		}
		if (this.taken.size() > FORGET_ABOVE) {
			this.taken.values().removeIf((uid) -> this.pods.pod(uid) == null);
		}
	}

	/** Each run is taken once. */
	private void take(PodInfo pod, String container, int run, LogSink sink) {
		LogStream stream = pod.stream(container, run);
		if (this.stopped || this.taken.putIfAbsent(stream.id(), pod.uid()) != null) {
			return;
		}
		try {
			this.readers.execute(() -> read(pod, container, run, stream, sink));
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Stopping; {} is not read", stream.id());
		}
	}

	private void read(PodInfo pod, String container, int run, LogStream stream, LogSink sink) {
		try {
			while (!this.stopped && !readAll(pod, container, run, stream, sink)) {
				Thread.sleep(STORE_RETRY_MILLIS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException ex) {
			logger.warn("The log {} of pod {} cannot be read on: {}", stream.id(), pod.origin().pod(), ex.toString());
			this.taken.remove(stream.id());
		}
	}

	/** Whether it came to its end; a store that does not answer is asked again. */
	private boolean readAll(PodInfo pod, String container, int run, LogStream stream, LogSink sink)
			throws InterruptedException {
		try {
			while (!this.stopped && runs(now(pod), container, run)) {
				this.logs.follow(pod, container, stream, sink);
				Thread.sleep(RETRY_MILLIS);
			}
			readRest(pod, container, run, stream, sink);
			return true;
		}
		catch (StoreUnavailable ex) {
			logger.debug("Where the log {} goes on is not known yet: {}", stream.id(), ex.toString());
			return false;
		}
	}

	private void readRest(PodInfo pod, String container, int run, LogStream stream, LogSink sink)
			throws InterruptedException {
		for (int attempt = 0; attempt < READ_ATTEMPTS && !this.stopped; attempt++) {
			PodInfo current = now(pod);
			Container now = (current != null) ? find(current, container) : null;
			if (now == null || now.run() > run + 1 || this.logs.read(pod, container, now.run() > run, stream, sink)) {
				return;
			}
			Thread.sleep(RETRY_MILLIS);
		}
	}

	private @Nullable PodInfo now(PodInfo pod) {
		return this.pods.pod(pod.uid());
	}

	private static boolean runs(@Nullable PodInfo pod, String container, int run) {
		Container now = (pod != null) ? find(pod, container) : null;
		return now != null && now.run() == run && now.running();
	}

	private static @Nullable Container find(PodInfo pod, String name) {
		return pod.containers().stream().filter((container) -> container.name().equals(name)).findFirst().orElse(null);
	}

}
