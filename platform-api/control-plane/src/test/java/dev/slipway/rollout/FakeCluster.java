package dev.slipway.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

import dev.slipway.rollout.Autoscale.Mode;
import org.jspecify.annotations.NullUnmarked;

/**
 * Deployments and pods in memory: writes are fenced as on a real cluster, pods come and
 * become ready when time passes, and leave unready ones first.
 */
@NullUnmarked
class FakeCluster implements ReleaseCluster {

	private final Map<Integer, Deployment> deployments = new TreeMap<>();

	private long version;

	private int podNames;

	/** What becomes of a new pod: the release's number and the pod. */
	BiConsumer<Integer, FakePod> fate = (release, pod) -> pod.readySince = Instant.EPOCH;

	/** The service's, if it has one. */
	FakeAutoscaler autoscaler;

	private final Map<HookMoment, FakeHook> hooks = new TreeMap<>();

	/** What becomes of a Job that runs. */
	Function<HookMoment, Hook.Standing> hookFate = (moment) -> Hook.Standing.SUCCEEDED;

	Runnable onWrite = () -> {
	};

	Runnable onDoubt = () -> {
	};

	static class FakePod {

		final String name;

		Instant readySince;

		int restarts;

		String waiting;

		String exit;

		boolean terminating;

		FakePod(String name) {
			this.name = name;
		}

		PodSeen seen() {
			return new PodSeen(this.name, "127.1.1.1", "Running", this.readySince, this.restarts, this.terminating,
					this.waiting, null, this.exit, null);
		}

	}

	private static class Deployment {

		int replicas;

		Role role;

		String version;

		Fence fence;

		final List<FakePod> pods = new ArrayList<>();

	}

	private static class FakeHook {

		final int release;

		Hook.Standing standing = Hook.Standing.WAITING;

		Fence fence;

		int starts;

		FakeHook(int release) {
			this.release = release;
		}

	}

	/** A stable release with ready pods. */
	void stable(int number, int replicas) {
		Deployment deployment = new Deployment();
		deployment.role = Role.STABLE;
		deployment.fence = new Fence(number, 1);
		this.deployments.put(number, deployment);
		set(deployment, replicas);
		pass(Instant.EPOCH);
	}

	@Override
	public Workload look(Release release) {
		Deployment found = this.deployments.get(release.number());
		return (found != null) ? new Workload(true, found.replicas, found.role, found.version, null,
				found.pods.stream().map(FakePod::seen).toList()) : Workload.none();
	}

	@Override
	public void doubt(Release release) {
		this.onDoubt.run();
	}

	@Override
	public boolean tells(Release release) {
		return true;
	}

	@Override
	public Evidence evidence(Release release, String pod) {
		return new Evidence("Readiness probe GET /ready on port 8080 failed: HTTP probe failed with statuscode: 503",
				"java.lang.IllegalStateException: no port");
	}

	@Override
	public void create(Release release, Fence fence) {
		if (!this.deployments.containsKey(release.number())) {
			Deployment made = new Deployment();
			made.fence = fence;
			made.role = Role.CANDIDATE;
			made.version = Long.toString(++this.version);
			this.deployments.put(release.number(), made);
		}
	}

	/** A release with such a Job each; it ends well when time passes, or it fails. */
	void hooks(int release, HookMoment... moments) {
		for (HookMoment moment : moments) {
			this.hooks.put(moment, new FakeHook(release));
		}
	}

	int starts(HookMoment moment) {
		return this.hooks.containsKey(moment) ? this.hooks.get(moment).starts : 0;
	}

	Hook.Standing standing(HookMoment moment) {
		return this.hooks.containsKey(moment) ? this.hooks.get(moment).standing : Hook.Standing.NONE;
	}

	@Override
	public Hook hook(Release release, Set<HookMoment> moments) {
		Hook found = Hook.NONE;
		for (HookMoment moment : moments.stream().sorted().toList()) {
			FakeHook hook = this.hooks.get(moment);
			if (hook == null || hook.release != release.number()) {
				continue;
			}
			boolean made = this.deployments.containsKey(hook.release);
			Hook seen = new Hook(made ? hook.standing : Hook.Standing.GONE, moment.name(), Duration.ofSeconds(60),
					"pod", "", null);
			if (seen.running() || (moments.size() > 1 && seen.active())) {
				return seen;
			}
			if (!found.exists() || found.succeeded()) {
				found = seen;
			}
		}
		return found;
	}

	@Override
	public void startHook(Release release, String job, Fence fence) {
		FakeHook hook = this.hooks.get(HookMoment.valueOf(job));
		if (hook.standing == Hook.Standing.WAITING && (hook.fence == null || hook.fence.compareTo(fence) <= 0)) {
			hook.fence = fence;
			hook.standing = Hook.Standing.RUNNING;
			hook.starts++;
			this.onWrite.run();
		}
	}

	@Override
	public void stopHooks(Release release, Fence fence) {
		this.hooks.values().stream().filter((hook) -> hook.release == release.number()).forEach((hook) -> {
			boolean active = hook.standing == Hook.Standing.WAITING || hook.standing == Hook.Standing.RUNNING;
			if (active && (hook.fence == null || hook.fence.compareTo(fence) <= 0)) {
				hook.fence = fence;
				hook.standing = Hook.Standing.STOPPED;
			}
		});
	}

	@Override
	public void scale(Release release, int replicas, Workload seen, Fence fence) {
		Deployment found = this.deployments.get(release.number());
		if (found == null || !found.version.equals(seen.version()) || found.fence.compareTo(fence) > 0) {
			return;
		}
		if (found.replicas != replicas) {
			if (this.autoscaler != null && this.autoscaler.writes(release.number()) && found.replicas > 0) {
				throw new AssertionError("Two writers of release " + release.number());
			}
			found.fence = fence;
			set(found, replicas);
			this.onWrite.run();
		}
	}

	@Override
	public void promote(Release release, int keep, Fence fence) {
		if (this.autoscaler != null) {
			this.autoscaler.set = Autoscale.free(release.number());
		}
		this.deployments.forEach((number, deployment) -> {
			if (deployment.fence.compareTo(fence) <= 0) {
				deployment.role = (number == release.number()) ? Role.STABLE : Role.RETIRED;
				deployment.version = Long.toString(++this.version);
			}
		});
	}

	@Override
	public Autoscaled autoscaled(Release release, Autoscale wanted) {
		if (this.autoscaler == null) {
			return Autoscaled.NONE;
		}
		Autoscale set = this.autoscaler.set;
		return new Autoscaled(set.target(), set.mode() == Mode.SUSPENDED, set.equals(wanted));
	}

	@Override
	public void autoscale(Release release, Autoscale wanted, Fence fence) {
		if (this.autoscaler != null) {
			this.autoscaler.set = wanted;
			this.onWrite.run();
		}
	}

	/** Time passes: pods that end are gone, new ones and Jobs meet their fate. */
	void pass(Instant now) {
		this.hooks.forEach((moment, hook) -> {
			if (hook.standing == Hook.Standing.RUNNING) {
				hook.standing = this.hookFate.apply(moment);
			}
		});
		this.deployments.forEach((number, deployment) -> {
			deployment.pods.removeIf((pod) -> pod.terminating);
			if (this.autoscaler != null && this.autoscaler.writes(number)) {
				set(deployment, this.autoscaler.scaled(deployment.replicas));
			}
			deployment.pods.stream()
				.filter((pod) -> pod.readySince == null)
				.forEach((pod) -> this.fate.accept(number, pod));
			deployment.version = Long.toString(++this.version);
		});
	}

	/** Pods desired, for each release that has any. */
	Map<Integer, Integer> replicas() {
		Map<Integer, Integer> replicas = new TreeMap<>();
		this.deployments.forEach((number, deployment) -> {
			if (deployment.replicas > 0) {
				replicas.put(number, deployment.replicas);
			}
		});
		return replicas;
	}

	int ready() {
		return (int) this.deployments.values()
			.stream()
			.flatMap((deployment) -> deployment.pods.stream())
			.filter((pod) -> pod.seen().ready())
			.count();
	}

	int ready(int number) {
		return this.deployments.containsKey(number)
				? (int) this.deployments.get(number).pods.stream().filter((pod) -> pod.seen().ready()).count() : 0;
	}

	int pods(int number) {
		return this.deployments.containsKey(number) ? this.deployments.get(number).pods.size() : 0;
	}

	int desired() {
		return this.deployments.values().stream().mapToInt((deployment) -> deployment.replicas).sum();
	}

	Role role(int number) {
		return this.deployments.containsKey(number) ? this.deployments.get(number).role : null;
	}

	private void set(Deployment deployment, int replicas) {
		deployment.replicas = replicas;
		deployment.version = Long.toString(++this.version);
		List<FakePod> staying = new ArrayList<>(deployment.pods.stream().filter((pod) -> !pod.terminating).toList());
		while (staying.size() > replicas) {
			FakePod victim = staying.stream()
				.filter((pod) -> pod.readySince == null)
				.findFirst()
				.orElse(staying.get(0));
			victim.terminating = true;
			staying.remove(victim);
		}
		for (int i = staying.size(); i < replicas; i++) {
			deployment.pods.add(new FakePod("pod-" + ++this.podNames));
		}
	}

}
