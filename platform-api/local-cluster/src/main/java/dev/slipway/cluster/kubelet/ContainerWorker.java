package dev.slipway.cluster.kubelet;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.objects.Meta;
import org.jspecify.annotations.Nullable;

/**
 * One container of a pod, over all its runs. Everything happens on the pod's own thread.
 */
final class ContainerWorker implements ProbeLoop.Listener, ProbeLoop.Target, Recovery.Subject {

	private static final Duration RETRY = Duration.ofSeconds(5);

	private final NodeServices node;

	private final PodWorker pod;

	private final JsonNode spec;

	private final String name;

	private final ContainerFiles files;

	private ContainerRecord record = ContainerRecord.NEW;

	private ContainerState state = new ContainerState.Waiting("ContainerCreating", "");

	private @Nullable ContainerProcess process;

	private @Nullable ProbeLoop probes;

	private @Nullable LaunchPlan plan;

	private Instant notBefore = Instant.EPOCH;

	private int failedStarts;

	private boolean started;

	private boolean ready;

	private boolean stopping;

	ContainerWorker(NodeServices node, PodWorker pod, JsonNode spec) {
		this.node = node;
		this.pod = pod;
		this.spec = spec;
		this.name = spec.path("name").asText();
		this.files = pod.files().container(this.name);
	}

	String name() {
		return this.name;
	}

	JsonNode spec() {
		return this.spec;
	}

	ContainerFiles files() {
		return this.files;
	}

	ContainerRecord record() {
		return this.record;
	}

	ContainerState state() {
		return this.state;
	}

	boolean ready() {
		return this.ready;
	}

	boolean started() {
		return this.started;
	}

	@Nullable ContainerProcess process() {
		return this.process;
	}

	/** Finds out what became of the container while there was no kubelet. */
	void recover(JsonNode formerStatus) {
		this.files.load().ifPresent((json) -> {
			this.record = ContainerRecord.of(json);
			new Recovery(this.record, this.files, Meta.uid(this.pod.pod())).decide().accept(this);
			if (this.process != null) {
				this.started = formerStatus.path("started").asBoolean();
				this.ready = formerStatus.path("ready").asBoolean();
				probe(this.started);
			}
		});
	}

	@Override
	public void adopted(ContainerProcess found) {
		save(this.record.running(found));
		running(found);
	}

	@Override
	public void neverRan() {
		save(this.record.neverRan());
	}

	@Override
	public void endedMeanwhile(int exitCode, Instant at) {
		end(exitCode, at);
	}

	@Override
	public void restored(ContainerState.Terminated end) {
		this.state = end;
		this.node.logs().forget(this.files, this.record.attempt());
	}

	/** Starts the container, unless it runs or it is too early. */
	void run() {
		if (this.process != null || this.stopping || this.node.now().isBefore(this.notBefore)) {
			return;
		}
		try {
			ContainerStarter.Prepared prepared = this.pod.starter()
				.prepare(this.pod.pod(), this.spec, this.pod.files());
			this.plan = prepared.plan();
			fork(prepared);
			this.failedStarts = 0;
		}
		catch (ConfigError ex) {
			failedStart(ex);
		}
	}

	private void fork(ContainerStarter.Prepared prepared) {
		save(this.record.intent(this.node.now(), prepared.image().digest()));
		try {
			ContainerProcess fresh = ContainerProcess.start(prepared.plan(), this.files, this.record.attempt());
			save(this.record.running(fresh));
			this.node.normal(this.pod.pod(), "Created", "Created container: " + this.name);
			running(fresh);
			this.node.normal(this.pod.pod(), "Started", "Started container " + this.name);
			probe(false);
		}
		catch (IOException ex) {
			save(this.record.neverRan());
			throw new ConfigError("RunContainerError", String.valueOf(ex.getMessage()), ex);
		}
	}

	private void running(ContainerProcess fresh) {
		this.process = fresh;
		this.state = new ContainerState.Running(this.record.startedAt());
		this.node.logs().follow(this.files, this.record.attempt());
		fresh.ended().thenRun(() -> this.pod.execute(() -> ended(fresh)));
	}

	private void probe(boolean startedAlready) {
		ProbeLoop loop = new ProbeLoop(this.node, this.spec, this, this.pod::execute, this);
		this.probes = loop;
		loop.start(startedAlready);
	}

	private void failedStart(ConfigError error) {
		this.failedStarts++;
		boolean image = error.reason().equals("ErrImagePull");
		String reason = (image && this.failedStarts % 2 == 0) ? "ImagePullBackOff" : error.reason();
		String message = String.valueOf(error.getMessage());
		if (reason.equals("ImagePullBackOff")) {
			message = "Back-off pulling image \"" + this.spec.path("image").asText() + "\": ErrImagePull: " + message;
			this.node.normal(this.pod.pod(), "BackOff",
					"Back-off pulling image \"" + this.spec.path("image").asText() + "\"");
		}
		else if (image) {
			this.node.warning(this.pod.pod(), "Failed",
					"Failed to pull image \"" + this.spec.path("image").asText() + "\": " + message);
		}
		this.node.warning(this.pod.pod(), "Failed", "Error: " + (image ? reason : message));
		this.state = new ContainerState.Waiting(reason, message);
		Duration delay = image ? this.node.backoff().delay(1 + (this.failedStarts + 1) / 2) : RETRY;
		boolean atOnce = image && this.failedStarts % 2 == 1;
		wakeAfter(atOnce ? Duration.ofSeconds(1) : delay);
	}

	private void wakeAfter(Duration delay) {
		this.notBefore = this.node.now().plus(delay);
		this.node.workers().after(delay.plusMillis(5), this.pod::wake);
	}

	/**
	 * After an end: runs the container once more, at once or when its back-off is over.
	 */
	void runAgain() {
		if (!(this.state instanceof ContainerState.Terminated end)) {
			return;
		}
		Duration delay = this.node.backoff().delay(this.record.endsInARow());
		save(this.record.again());
		if (delay.isZero()) {
			this.state = new ContainerState.Waiting("ContainerCreating", "");
			run();
			return;
		}
		String whom = Meta.name(this.pod.pod()) + "_" + Meta.namespace(this.pod.pod()) + "(" + Meta.uid(this.pod.pod())
				+ ")";
		this.state = new ContainerState.Waiting("CrashLoopBackOff",
				"back-off " + text(delay) + " restarting failed container=" + this.name + " pod=" + whom);
		this.node.warning(this.pod.pod(), "BackOff",
				"Back-off restarting failed container " + this.name + " in pod " + whom);
		wakeAfter(Duration.between(this.node.now(), end.finished().plus(delay)));
	}

	private static String text(Duration delay) {
		long minutes = delay.toMinutes();
		return ((minutes > 0) ? minutes + "m" : "") + delay.toSecondsPart() + "s";
	}

	private void ended(ContainerProcess which) {
		if (this.process == which) {
			which.kill();
			end(which.exitCode(), this.node.now());
			this.pod.wake();
		}
	}

	private void end(int exitCode, Instant at) {
		stopProbes();
		this.process = null;
		Instant from = this.record.startedAt();
		String cause = this.record.cause();
		String reason = cause.isEmpty() ? ((exitCode == 0) ? "Completed" : "Error") : cause.split(": ", 2)[0];
		String message = cause.contains(": ") ? cause.split(": ", 2)[1] : "";
		ContainerState.Terminated end = new ContainerState.Terminated(exitCode, reason, message, from, at);
		save(this.record.ended(end, this.node.backoff().forgets(Duration.between(from, at))));
		this.state = end;
		this.node.logs().forget(this.files, this.record.attempt());
	}

	private void stopProbes() {
		if (this.probes != null) {
			this.probes.stop();
		}
		this.ready = false;
		this.started = false;
	}

	/** Ends the container for good, or kills it earlier than it was told before. */
	void stop(Duration grace) {
		ContainerProcess running = this.process;
		if (running == null) {
			this.stopping = true;
			return;
		}
		if (this.stopping) {
			this.pod.stopper().killAfter(running, grace);
			return;
		}
		this.stopping = true;
		this.node.normal(this.pod.pod(), "Killing", "Stopping container " + this.name);
		this.pod.stopper().stop(this.pod.pod(), this.spec, running, this, grace);
	}

	/** Ends this run; the restart policy says what comes then. */
	void fail(String reason, String message, Duration grace) {
		ContainerProcess running = this.process;
		if (running != null && this.record.cause().isEmpty()) {
			save(this.record.because(message.isEmpty() ? reason : reason + ": " + message));
			this.pod.stopper().stop(this.pod.pod(), this.spec, running, this, grace);
		}
	}

	@Override
	public void failed(ProbeLoop.Kind kind, String message) {
		this.node.warning(this.pod.pod(), "Unhealthy", message);
	}

	@Override
	public void verdict(ProbeLoop.Kind kind, boolean healthy, String message) {
		switch (kind) {
			case STARTUP -> this.started = healthy;
			case READINESS -> this.ready = healthy && this.process != null;
			case LIVENESS -> {
			}
		}
		if (!healthy && kind != ProbeLoop.Kind.READINESS && !this.stopping) {
			this.node.normal(this.pod.pod(), "Killing", "Container " + this.name + " failed "
					+ ((kind == ProbeLoop.Kind.STARTUP) ? "startup" : "liveness") + " probe, will be restarted");
			fail("Error", "", this.pod.gracePeriod());
		}
		this.pod.wake();
	}

	@Override
	public String address() {
		return this.pod.address();
	}

	@Override
	public LaunchPlan plan() {
		LaunchPlan known = this.plan;
		if (known == null) {
			known = this.pod.starter().plan(this.pod.pod(), this.spec, this.pod.files());
			this.plan = known;
		}
		return known;
	}

	private void save(ContainerRecord fresh) {
		this.record = fresh;
		this.files.save(fresh.json());
	}

	void waiting(String reason) {
		if (this.state instanceof ContainerState.Waiting && this.record.attempt() == 0) {
			this.state = new ContainerState.Waiting(reason, "");
		}
	}

	/** The status of the container. */
	ObjectNode status() {
		return ContainerStatus.of(this);
	}

}
