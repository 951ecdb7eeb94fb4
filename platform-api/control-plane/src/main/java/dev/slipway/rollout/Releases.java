package dev.slipway.rollout;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;

import dev.slipway.flow.FlowView;
import dev.slipway.flow.Flows;
import dev.slipway.flow.Transition;
import dev.slipway.rollout.Admission.Waiver;
import dev.slipway.rollout.Release.Draft;
import dev.slipway.rollout.ReleaseCluster.Fence;
import dev.slipway.rollout.ReleaseJournal.Finding;
import dev.slipway.rollout.Wishes.Command;
import dev.slipway.rollout.Wishes.Wish;
import dev.slipway.strategy.BadStrategy;
import dev.slipway.strategy.Finding.Severity;
import dev.slipway.strategy.Forecast;
import dev.slipway.strategy.Strategy;
import dev.slipway.strategy.Terms.Newer;
import org.jspecify.annotations.Nullable;

/**
 * Asks for releases and finds them. One is live in a service and environment: a newer one
 * supersedes it, that is, the older one is aborted and restores the stable release first,
 * while the newer one waits for that.
 */
public final class Releases {

	private final ReleaseStore store;

	private final ReleaseJournal journal;

	private final Flows flows;

	private final ReleaseKind kind;

	private final Proposals proposals;

	private final Admission admission;

	private final Clock clock;

	public Releases(ReleaseStore store, ReleaseJournal journal, Flows flows, ReleaseKind kind, Proposals proposals,
			Admission admission, Clock clock) {
		this.store = store;
		this.journal = journal;
		this.flows = flows;
		this.kind = kind;
		this.proposals = proposals;
		this.admission = admission;
		this.clock = clock;
	}

	/**
	 * Starts a release.
	 * @throws UnusableManifests when the repository cannot be released at that commit
	 * @throws BadStrategy saying all that is wrong with the strategy
	 * @throws RefusedRelease when it could not do what its strategy says
	 * @throws NoSuchElementException when there is no such environment
	 */
	public Release request(ReleaseRequest request) {
		return request(request, (added) -> {
		});
	}

	/**
	 * The same.
	 * @param alongside done in the transaction that keeps the release
	 */
	public Release request(ReleaseRequest request, Consumer<Release> alongside) {
		Manifests.Checked checked = this.proposals.accept(configured(request));
		admit(request);
		return start(new Draft(request.service(), request.environment(), request.team(), request.image(),
				request.commit(), request.build(), checked.replicas(), checked.strategy(), checked.objects(), null,
				request.requestedBy(), this.clock.instant()), request.override(), alongside);
	}

	/** A new image keeps what the console has configured. */
	private ReleaseRequest configured(ReleaseRequest request) {
		return (request.overrides() != null) ? request : request
			.with(base(request.service(), request.environment()).map(this.proposals::configured).orElse(Map.of()));
	}

	/**
	 * The release whose configuration is in force: the newest that goes forward, else the
	 * stable one.
	 */
	Optional<Release> base(String service, String environment) {
		return liveFlows(service, environment).stream()
			.filter((flow) -> flow.state() instanceof Forward && flow.desire() == null)
			.findFirst()
			.flatMap((flow) -> find(service, environment, flow.state().plan().number()))
			.or(() -> stable(service, environment));
	}

	/** What a release configures differently than the one that it replaces, in words. */
	public List<String> changes(Release release) {
		return before(release).map((before) -> this.proposals.changes(before, release)).orElse(List.of());
	}

	private void admit(Draft draft, String requestedBy) {
		admit(new ReleaseRequest(draft.team(), draft.service(), draft.environment(), draft.image(), draft.commit(),
				draft.build(), ReleaseRequest.StrategyChanges.none(), requestedBy));
	}

	/** An operator may override the rules for one release, and says why. */
	private void admit(ReleaseRequest request) {
		List<dev.slipway.strategy.Finding> errors = this.admission.findings(request, this.clock.instant())
			.stream()
			.filter((finding) -> finding.severity() == Severity.ERROR)
			.toList();
		if (!errors.isEmpty() && request.override() == null) {
			throw new RefusedRelease(errors);
		}
	}

	/**
	 * What a release would do; nothing is changed.
	 * @throws UnusableManifests when the repository cannot be released at that commit
	 * @throws BadStrategy saying all that is wrong with the strategy
	 * @throws Surroundings.Unanswered when the cluster does not answer
	 */
	public Forecast forecast(ReleaseRequest request) {
		return this.proposals.forecast(configured(request))
			.with(this.admission.findings(request, this.clock.instant()));
	}

	/**
	 * Goes back to a promoted release. While it is still warm, its requests come back to
	 * it by one change of weight; later a new release repeats it, as fast as its strategy
	 * can.
	 * @return the release that does so
	 * @throws IllegalStateException when it is not one to go back to
	 */
	public Release rollback(Release to, String requestedBy) {
		if (to.outcome() != Outcome.SUCCEEDED) {
			throw new IllegalStateException("Release " + to.number() + " was never promoted");
		}
		Optional<Release> warmed = warming(to);
		if (warmed.isPresent()) {
			this.flows.desire(ReleaseKind.NAME, warmed.get().plan().flowId(), "abort", requestedBy);
			return warmed.get();
		}
		Draft draft = to.draft();
		return start(draft.repeat(ordered(draft).withoutSteps(), to.number(), null, false, requestedBy,
				this.clock.instant()), null, (added) -> {
				});
	}

	/**
	 * Starts a release that consists of the same as another, by the same strategy. When
	 * that one was promoted, its migrations are not run again: the schema has them, and
	 * may have newer ones. Those that it was to run after the promotion are, unless they
	 * have succeeded.
	 * @throws RefusedRelease when the environment's rules are against it
	 */
	public Release repeat(Release release, String requestedBy) {
		Draft draft = release.draft();
		admit(draft, requestedBy);
		return start(draft.repeat(ordered(draft), null, release.migratedBy(), contracts(release), requestedBy,
				this.clock.instant()), null, (added) -> {
				});
	}

	/**
	 * How an earlier release is brought back: pods that are not to be there with others
	 * are not, though it knew nothing of that.
	 */
	private Strategy ordered(Draft earlier) {
		boolean alone = stable(earlier.service(), earlier.environment())
			.filter((stable) -> stable.draft().strategy().terms().singleActive())
			.isPresent();
		return alone ? earlier.strategy().alone() : earlier.strategy();
	}

	/** Of one that nobody remembers, the Jobs after the promotion have run. */
	private boolean contracts(Release release) {
		return release.migratedBy() != null && release.uncontracted(flow(release)
			.filter((flow) -> !(flow.state() instanceof Ended.Succeeded ended && !ended.uncontracted()))
			.isPresent());
	}

	/**
	 * Lets a release that waits begin against the rules of its environment.
	 * @throws IllegalStateException when it has begun
	 */
	public void override(Release release, String by, String reason) {
		if (!(live(release).state() instanceof Forward.Waiting)) {
			throw new IllegalStateException("Release " + release.number() + " has begun");
		}
		this.admission.waive(release, new Waiver(by, reason), this.clock.instant());
		this.flows.wake(ReleaseKind.NAME, release.plan().flowId());
	}

	/**
	 * Starts a release of what was changed by hand, as fast as its strategy can.
	 * @throws RefusedRelease when the environment's rules are against it
	 */
	public Release adopt(Draft edited, String by) {
		admit(edited, by);
		Optional<Release> same = stable(edited.service(), edited.environment())
			.filter((stable) -> stable.draft().image().equals(edited.image()));
		return start(edited.repeat(edited.strategy().withoutSteps(), null, same.map(Release::migratedBy).orElse(null),
				same.map(this::contracts).orElse(false), by, this.clock.instant()), null, (release) -> {
				});
	}

	/**
	 * Stops a live release: the stable one is restored, then the candidate goes to zero.
	 * One whose rollback window is open is rolled back.
	 * @throws IllegalStateException when it has ended
	 */
	public void abort(Release release, String by) {
		live(release);
		this.flows.desire(ReleaseKind.NAME, release.plan().flowId(), "abort", by);
	}

	/**
	 * Tells a live release what a user wants of it at the stage where it is.
	 * @param gate the gate that is approved or refused; empty otherwise
	 * @throws IllegalStateException when it has ended, or is on its way back
	 */
	public void tell(Release release, Wish wish, String gate, String by) {
		tell(release, new Command(wish, going(release).stage(), gate, by));
	}

	/**
	 * The same, at the stage that the user saw: if it has moved on since, the command is
	 * not for the next.
	 * @throws IllegalStateException when it has ended, or is on its way back
	 */
	public void tell(Release release, Command command) {
		going(release);
		this.journal.add(release, command, this.clock.instant());
		this.flows.wake(ReleaseKind.NAME, release.plan().flowId());
	}

	private ReleaseState going(Release release) {
		ReleaseState state = live(release).state();
		if (!(state instanceof Forward) || state instanceof Forward.Warm || state instanceof Leaving.Retiring
				|| state instanceof Hooked.Contracting) {
			throw new IllegalStateException(
					"Release " + release.number() + " is past its stages: " + state.getClass().getSimpleName());
		}
		return state;
	}

	/** What its gates found, oldest first. */
	public List<Finding> findings(Release release) {
		return this.journal.findings(release);
	}

	private FlowView<ReleaseState> live(Release release) {
		return flow(release).filter((flow) -> !flow.ended())
			.orElseThrow(() -> new IllegalStateException(
					"Release " + release.number() + " has ended: " + release.outcome()));
	}

	/** The live release in whose rollback window that one is still warm. */
	private Optional<Release> warming(Release old) {
		return liveFlows(old.draft().service(), old.draft().environment()).stream()
			.filter((flow) -> flow.state() instanceof Forward.Warm warm && warm.stable().number() == old.number())
			.findFirst()
			.flatMap((flow) -> find(old.draft().service(), old.draft().environment(), flow.state().plan().number()));
	}

	/** Finds one release. */
	public Optional<Release> find(String service, String environment, int number) {
		return this.store.find(service, environment, number);
	}

	/** Releases below a number, newest first. */
	public List<Release> list(String service, String environment, int below, int limit) {
		return this.store.list(service, environment, below, limit);
	}

	/** Finds releases of all services: those asked for last first. */
	public List<Release> find(ReleaseQuery query, int limit) {
		return this.store.find(query, limit);
	}

	/** The release that one replaced, or tried to. */
	public Optional<Release> before(Release release) {
		return this.store.stableBefore(release.draft().service(), release.draft().environment(), release.number());
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

	/**
	 * Who writes while no release is live: later than all that have ended, earlier than
	 * those that begin. To be asked for before it is found that none is live.
	 */
	public Fence atRest(String service, String environment) {
		int newest = list(service, environment, Integer.MAX_VALUE, 1).stream().mapToInt(Release::number).sum();
		return new Fence(newest, Long.MAX_VALUE);
	}

	/** Where a release is. */
	public Optional<FlowView<ReleaseState>> flow(Release release) {
		return this.flows.find(this.kind, release.plan().flowId());
	}

	/** How far a live release is. */
	public Optional<Progress> progress(Release release) {
		return flow(release).filter((flow) -> !flow.ended()).map(this.kind::progress);
	}

	/** What happened to a release, oldest first. */
	public List<Transition> history(Release release) {
		return this.flows.history(ReleaseKind.NAME, release.plan().flowId());
	}

	private Release start(Draft draft, @Nullable String override, Consumer<Release> alongside) {
		this.proposals.open(draft.team(), draft.service(), draft.environment());
		Release release = this.store.add(draft, (added) -> {
			if (override != null) {
				this.admission.waive(added, new Waiver(draft.requestedBy(), override), this.clock.instant());
			}
			alongside.accept(added);
			this.flows.start(this.kind, added.plan().flowId(), new Forward.Waiting(added.plan()),
					asked(added, base(draft.service(), draft.environment()).orElse(null)));
		});
		boolean queues = draft.strategy().terms().newer() == Newer.QUEUES;
		boolean held = this.admission.hold(release, this.clock.instant()).reason() != null;
		liveFlows(draft.service(), draft.environment()).stream()
			.filter((flow) -> flow.state().plan().number() < release.number())
			.filter((flow) -> supersedes(held, queues, flow))
			.forEach((flow) -> this.flows.desire(ReleaseKind.NAME, flow.id(), "supersede",
					"release " + release.number()));
		return release;
	}

	/**
	 * One that has to wait itself takes nobody's place but that of one that waits as
	 * well; and one that waits for the end of a freeze holds up nobody that need not.
	 */
	private boolean supersedes(boolean held, boolean queues, FlowView<ReleaseState> older) {
		if (held) {
			return !queues && older.state() instanceof Forward.Waiting;
		}
		return !queues || (older.state() instanceof Forward.Waiting waiting && held(waiting.plan()));
	}

	private boolean held(Plan plan) {
		return find(plan.service(), plan.environment(), plan.number())
			.map((release) -> this.admission.hold(release, this.clock.instant()).reason() != null)
			.orElse(false);
	}

	private String asked(Release release, @Nullable Release base) {
		Draft draft = release.draft();
		List<Overrides.Change> changes = (base == null) ? List.of()
				: Overrides.changes(this.proposals.configured(base), this.proposals.configured(release));
		if (base != null && draft.rollbackOf() == null && !changes.isEmpty()
				&& draft.image().equals(base.draft().image())) {
			return "Configuration: " + Overrides.told(changes) + "; the image of release " + base.number()
					+ ", asked for by " + draft.requestedBy();
		}
		String what = (draft.rollbackOf() != null) ? "Back to release " + draft.rollbackOf() : "Image " + draft.image();
		boolean migrated = draft.migratedBy() != null && draft.manifests().contains(HookMoment.ANNOTATION);
		return what + ", asked for by " + draft.requestedBy()
				+ (migrated ? "; its migrations ran with release " + draft.migratedBy() : "");
	}

	private List<FlowView<ReleaseState>> liveFlows(String service, String environment) {
		return this.kind.live(service, environment).toList();
	}

}
