package dev.slipway.chaos;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** Pods that are killed and come back, fences, a halt switch, and answers. */
class FakeWorld implements Workload, Faults, SteadyState, ExperimentStore, Conclusions {

	final Map<String, PodSeen> pods = new LinkedHashMap<>();

	final Set<String> slow = new TreeSet<>();

	final Set<String> stubborn = new HashSet<>();

	final Map<String, Fence> fences = new HashMap<>();

	final List<Verdict> told = new ArrayList<>();

	final Set<String> everHit = new TreeSet<>();

	Consumer<String> point = (name) -> {
	};

	Tampering whenAsked = Tampering.NONE;

	Look answer = Look.holds("200");

	Halt halt = Halt.OFF;

	@Nullable String over;

	@Nullable Verdict verdict;

	int desired;

	private int successors;

	FakeWorld(int pods) {
		this.desired = pods;
		for (int i = 0; i < pods; i++) {
			add("pod-" + i);
		}
	}

	/** A new pod takes the place of a missing one, and new pods become ready. */
	void pass() {
		this.pods.replaceAll((uid, pod) -> new PodSeen(pod.name(), uid, true, false));
		if (this.pods.size() < this.desired) {
			String name = "successor-" + this.successors++;
			this.pods.put(name, new PodSeen(name, name, false, false));
		}
	}

	private void add(String name) {
		this.pods.put(name, new PodSeen(name, name, true, false));
	}

	@Override
	public Sighting look(Plan plan) {
		return new Sighting(List.copyOf(this.pods.values()), this.desired);
	}

	@Override
	public Tampering inspect(Plan plan, Victim victim) {
		if (!this.pods.containsKey(victim.uid())) {
			return Tampering.NONE;
		}
		return this.slow.contains(victim.uid()) ? Tampering.ACTIVE : this.whenAsked;
	}

	@Override
	public void inject(Plan plan, Victim victim, Fence fence) {
		admit(victim, fence);
		this.point.accept("injection");
		if (plan.definition().fault() instanceof Fault.PodKill) {
			this.pods.remove(victim.uid());
		}
		else if (this.pods.containsKey(victim.uid())) {
			this.slow.add(victim.uid());
		}
		this.everHit.add(victim.uid());
	}

	@Override
	public void takeBack(Plan plan, Victim victim, Fence fence) {
		admit(victim, fence);
		this.point.accept("take-back");
		if (!this.stubborn.contains(victim.uid())) {
			this.slow.remove(victim.uid());
		}
	}

	@Override
	public void replace(Plan plan, Victim victim, Fence fence) {
		admit(victim, fence);
		this.pods.remove(victim.uid());
		this.slow.remove(victim.uid());
	}

	private void admit(Victim victim, Fence fence) {
		Fence seen = this.fences.getOrDefault(victim.uid(), new Fence(0, 0));
		if (seen.compareTo(fence) > 0) {
			throw new IllegalStateException("fenced off by " + seen);
		}
		this.fences.put(victim.uid(), fence);
	}

	@Override
	public Look look(Plan plan, Check check) {
		return this.answer;
	}

	@Override
	public boolean conclude(Plan plan, Verdict concluded, Instant now) {
		boolean first = this.verdict == null;
		this.verdict = concluded;
		return first;
	}

	@Override
	public void concluded(Plan plan, Verdict concluded) {
		this.told.add(concluded);
	}

	@Override
	public List<PastRun> runs(String service, Instant until, int limit) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Halt halt() {
		return this.halt;
	}

	@Override
	public void halt(Halt switched) {
		this.halt = switched;
	}

	@Override
	public Experiment add(String team, Definition definition, String createdBy, Instant now) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Experiment ofGate(String key, String team, Definition definition, String createdBy, Instant now) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Optional<Experiment> find(long id) {
		throw new UnsupportedOperationException();
	}

	@Override
	public List<Experiment> list(long below, int limit) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Optional<Plan> open(Experiment experiment, String startedBy, Instant now, Consumer<Plan> more) {
		throw new UnsupportedOperationException();
	}

	@Override
	public List<RunKey> live() {
		throw new UnsupportedOperationException();
	}

	@Override
	public List<RunKey> runs(long experiment, int limit) {
		throw new UnsupportedOperationException();
	}

}
