package dev.slipway.rollout;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

import dev.slipway.environments.Environment;
import dev.slipway.environments.Environments;
import dev.slipway.flow.FlowView;
import dev.slipway.flow.Flows;
import dev.slipway.flow.Transition;
import dev.slipway.repository.Repositories;
import dev.slipway.rollout.Release.Draft;

/**
 * Asks for releases and finds them. One is live in a service and environment: a newer one
 * supersedes it, that is, the older one is aborted and restores the stable release first,
 * while the newer one waits for that.
 */
public final class Releases {

	private static final int LIVE_AT_MOST = 20;

	private final ReleaseStore store;

	private final Flows flows;

	private final ReleaseKind kind;

	private final Manifests manifests;

	private final Repositories repositories;

	private final Environments environments;

	private final Clock clock;

	public Releases(ReleaseStore store, Flows flows, ReleaseKind kind, Manifests manifests, Repositories repositories,
			Environments environments, Clock clock) {
		this.store = store;
		this.flows = flows;
		this.kind = kind;
		this.manifests = manifests;
		this.repositories = repositories;
		this.environments = environments;
		this.clock = clock;
	}

	/**
	 * Starts a release.
	 * @throws UnusableManifests when the repository cannot be released at that commit
	 * @throws NoSuchElementException when there is no such environment
	 */
	public Release request(ReleaseRequest request) {
		Environment environment = this.environments.get(request.environment());
		Map<String, byte[]> files = this.repositories.readTree(request.team(), request.service(), request.commit(),
				"deploy");
		byte[] settings = this.repositories.read(request.team(), request.service(), request.commit(), "slipway.yaml")
			.orElse(null);
		Manifests.Checked checked = this.manifests.check(request.service(), environment.name(), files, settings);
		return start(new Draft(request.service(), environment.name(), request.team(), request.image(), request.commit(),
				request.build(), checked.replicas(), request.changes().over(checked.strategy()), checked.objects(),
				null, request.requestedBy(), this.clock.instant()));
	}

	/**
	 * Starts a release that repeats a promoted one.
	 * @throws IllegalStateException when it is not one to go back to
	 */
	public Release rollback(Release to, String requestedBy) {
		if (to.outcome() != Outcome.SUCCEEDED) {
			throw new IllegalStateException("Release " + to.number() + " was never promoted");
		}
		Draft old = to.draft();
		return start(new Draft(old.service(), old.environment(), old.team(), old.image(), old.commit(), old.build(),
				old.replicas(), old.strategy(), old.manifests(), to.number(), requestedBy, this.clock.instant()));
	}

	/**
	 * Stops a live release: the stable one is restored, then the candidate goes to zero.
	 * @throws IllegalStateException when it has ended
	 */
	public void abort(Release release, String by) {
		if (release.outcome() != null) {
			throw new IllegalStateException("Release " + release.number() + " has ended: " + release.outcome());
		}
		this.flows.desire(this.kind.name(), release.plan().flowId(), "abort", by);
	}

	/** Finds one release. */
	public Optional<Release> find(String service, String environment, int number) {
		return this.store.find(service, environment, number);
	}

	/** Releases below a number, newest first. */
	public List<Release> list(String service, String environment, int below, int limit) {
		return this.store.list(service, environment, below, limit);
	}

	/** The release that was promoted last. */
	public Optional<Release> stable(String service, String environment) {
		return this.store.stable(service, environment);
	}

	/** The newest release that has not ended. */
	public Optional<Release> live(String service, String environment) {
		return liveFlows(service, environment).stream()
			.findFirst()
			.flatMap((flow) -> this.store.find(service, environment, flow.state().plan().number()));
	}

	/** Where a release is. */
	public Optional<FlowView<ReleaseState>> flow(Release release) {
		return this.flows.find(this.kind, release.plan().flowId());
	}

	/** What happened to a release, oldest first. */
	public List<Transition> history(Release release) {
		return this.flows.history(this.kind.name(), release.plan().flowId());
	}

	private Release start(Draft draft) {
		Release release = this.store.add(draft, (added) -> this.flows.start(this.kind, added.plan().flowId(),
				new ReleaseState.Waiting(added.plan()), asked(added)));
		liveFlows(draft.service(), draft.environment()).stream()
			.filter((flow) -> flow.state().plan().number() < release.number())
			.forEach((flow) -> this.flows.desire(this.kind.name(), flow.id(), "supersede",
					"release " + release.number()));
		return release;
	}

	private static String asked(Release release) {
		Draft draft = release.draft();
		String what = (draft.rollbackOf() != null) ? "Back to release " + draft.rollbackOf() : "Image " + draft.image();
		return what + ", asked for by " + draft.requestedBy();
	}

	private List<FlowView<ReleaseState>> liveFlows(String service, String environment) {
		return this.flows.list(this.kind, service + "/" + environment + "/", LIVE_AT_MOST)
			.stream()
			.filter((flow) -> !flow.ended())
			.toList();
	}

}
