package dev.slipway.cluster.kubelet;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Runs the probes of one run of a container: the start-up probe first, the other two when
 * it has succeeded.
 */
final class ProbeLoop {

	private final NodeServices node;

	private final JsonNode container;

	private final Target target;

	private final Executor serial;

	private final Listener listener;

	private final Map<Kind, ProbeCounter> counters = new EnumMap<>(Kind.class);

	private volatile boolean stopped;

	ProbeLoop(NodeServices node, JsonNode container, Target target, Executor serial, Listener listener) {
		this.node = node;
		this.container = container;
		this.target = target;
		this.serial = serial;
		this.listener = listener;
	}

	/**
	 * Starts to probe. Without a start-up probe the container counts as started at once.
	 */
	void start(boolean startedAlready) {
		if (!startedAlready && has(Kind.STARTUP)) {
			begin(Kind.STARTUP);
		}
		else {
			started();
		}
	}

	void stop() {
		this.stopped = true;
	}

	boolean has(Kind kind) {
		return this.container.hasNonNull(kind.field);
	}

	private void started() {
		this.listener.verdict(Kind.STARTUP, true, "");
		for (Kind kind : new Kind[] { Kind.LIVENESS, Kind.READINESS }) {
			if (has(kind)) {
				begin(kind);
			}
		}
		if (!has(Kind.READINESS)) {
			this.listener.verdict(Kind.READINESS, true, "");
		}
	}

	private void begin(Kind kind) {
		JsonNode probe = this.container.path(kind.field);
		this.counters.put(kind,
				new ProbeCounter(probe.path("successThreshold").asInt(1), probe.path("failureThreshold").asInt(3)));
		this.node.workers().after(Duration.ofSeconds(probe.path("initialDelaySeconds").asLong(0)), () -> tick(kind));
	}

	private void tick(Kind kind) {
		if (this.stopped) {
			return;
		}
		JsonNode probe = this.container.path(kind.field);
		long from = System.nanoTime();
		ask(probe).whenComplete((result, failure) -> this.serial.execute(() -> {
			boolean goesOn = answer(kind, (failure == null) ? result : ProbeResult.failure(failure.toString()));
			Duration period = Duration.ofSeconds(Math.max(1, probe.path("periodSeconds").asLong(10)));
			if (goesOn) {
				this.node.workers().after(period.minusNanos(System.nanoTime() - from), () -> tick(kind));
			}
		}));
	}

	private boolean answer(Kind kind, ProbeResult result) {
		if (this.stopped) {
			return false;
		}
		if (!result.healthy()) {
			this.listener.failed(kind, kind.title + " probe failed: " + result.message());
		}
		Boolean verdict = counter(kind).next(result.healthy()).orElse(null);
		if (verdict == null) {
			return true;
		}
		if (kind == Kind.STARTUP && verdict) {
			started();
			return false;
		}
		this.listener.verdict(kind, verdict, result.message());
		return verdict || kind == Kind.READINESS;
	}

	private ProbeCounter counter(Kind kind) {
		ProbeCounter counter = this.counters.get(kind);
		if (counter == null) {
			throw new IllegalStateException("The " + kind + " probe has not begun");
		}
		return counter;
	}

	private CompletableFuture<ProbeResult> ask(JsonNode probe) {
		Duration timeout = Duration.ofSeconds(Math.max(1, probe.path("timeoutSeconds").asLong(1)));
		if (probe.has("httpGet")) {
			JsonNode get = probe.path("httpGet");
			return this.node.prober().http(get, this.target.address(), port(get.path("port")), timeout);
		}
		if (probe.has("tcpSocket")) {
			JsonNode socket = probe.path("tcpSocket");
			return this.node.prober()
				.tcp(socket.path("host").asText(this.target.address()), port(socket.path("port")), timeout);
		}
		if (probe.has("exec")) {
			return CompletableFuture.supplyAsync(
					() -> Exec.run(this.target.plan(), probe.path("exec").path("command"), timeout),
					this.node.workers().blocking());
		}
		return CompletableFuture.completedFuture(ProbeResult
			.failure("this kind of probe is not served by the local cluster: use httpGet, tcpSocket or exec"));
	}

	private int port(JsonNode port) {
		return Ports.resolve(this.container, port);
	}

	/**
	 * Kinds of probes.
	 */
	enum Kind {

		STARTUP("startupProbe"), LIVENESS("livenessProbe"), READINESS("readinessProbe");

		private final String field;

		private final String title;

		Kind(String field) {
			this.field = field;
			this.title = name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * Hears of the probes, on the pod's own thread.
	 */
	interface Listener {

		/** One probe failed. */
		void failed(Kind kind, String message);

		/** A threshold is reached. */
		void verdict(Kind kind, boolean healthy, String message);

	}

	/**
	 * What is probed.
	 */
	interface Target {

		/** The pod's address. */
		String address();

		/** How the container was started. */
		LaunchPlan plan();

	}

}
