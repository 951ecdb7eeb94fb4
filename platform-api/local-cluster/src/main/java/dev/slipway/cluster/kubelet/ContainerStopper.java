package dev.slipway.cluster.kubelet;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.objects.Meta;

/**
 * Stops a container as Kubernetes does: preStop hook, SIGTERM to the whole group, SIGKILL
 * when the grace period is over. The hook's time counts.
 */
final class ContainerStopper {

	/** What a process has at least after its SIGTERM, when the hook took all the time. */
	private static final Duration LEAST = Duration.ofSeconds(2);

	private final NodeServices node;

	ContainerStopper(NodeServices node) {
		this.node = node;
	}

	void stop(JsonNode pod, JsonNode container, ContainerProcess process, ProbeLoop.Target target, Duration grace) {
		if (grace.isZero()) {
			process.kill();
			return;
		}
		long from = System.nanoTime();
		preStop(pod, container, target, grace).thenRunAsync(() -> {
			process.terminate();
			Duration left = grace.minusNanos(System.nanoTime() - from);
			Duration wait = (left.compareTo(LEAST) < 0) ? LEAST : left;
			killAfter(process, wait);
		}, this.node.workers().blocking());
	}

	/** Kills at the latest after that time, also if a hook still runs. */
	void killAfter(ContainerProcess process, Duration wait) {
		this.node.workers().after(wait, () -> this.node.workers().blocking().execute(() -> {
			if (process.running()) {
				process.kill();
			}
		}));
	}

	private CompletableFuture<?> preStop(JsonNode pod, JsonNode container, ProbeLoop.Target target, Duration grace) {
		JsonNode hook = container.path("lifecycle").path("preStop");
		CompletableFuture<ProbeResult> done = new CompletableFuture<>();
		if (hook.has("sleep")) {
			Duration sleep = Duration.ofSeconds(hook.path("sleep").path("seconds").asLong());
			this.node.workers().after(sleep, () -> done.complete(ProbeResult.SUCCESS));
		}
		else if (hook.has("exec")) {
			done.completeAsync(() -> Exec.run(target.plan(), hook.path("exec").path("command"), grace),
					this.node.workers().blocking());
		}
		else if (hook.has("httpGet")) {
			JsonNode get = hook.path("httpGet");
			this.node.prober()
				.http(get, target.address(), Ports.resolve(container, get.path("port")), grace)
				.thenAccept(done::complete);
		}
		else {
			done.complete(ProbeResult.SUCCESS);
		}
		return done
			.completeOnTimeout(ProbeResult.failure("grace period is over"), grace.toMillis(), TimeUnit.MILLISECONDS)
			.exceptionally((failure) -> ProbeResult.failure(String.valueOf(failure.getMessage())))
			.thenAccept((result) -> {
				if (!result.healthy()) {
					this.node.warning(pod, "FailedPreStopHook", "PreStopHook failed for container "
							+ container.path("name").asText() + " of " + Meta.name(pod) + ": " + result.message());
				}
			});
	}

}
