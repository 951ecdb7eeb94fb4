package dev.slipway.promotion;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dev.slipway.environments.Environment;
import dev.slipway.environments.Environments;
import dev.slipway.flow.FlowView;
import dev.slipway.flow.Flows;
import dev.slipway.flow.Transition;
import dev.slipway.promotion.Promotion.Answer;
import dev.slipway.promotion.Promotion.Draft;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseStore;
import org.jspecify.annotations.Nullable;

/** Asks for promotions, answers them and finds them. */
public final class Promotions {

	/** Who asks when the settings do. */
	public static final String SETTINGS = "slipway";

	private static final int OPEN = 20;

	private final RuleBook rules;

	private final Environments environments;

	private final PromotionStore store;

	private final ReleaseStore releases;

	private final Flows flows;

	private final PromotionKind kind;

	private final Clock clock;

	public Promotions(RuleBook rules, Environments environments, PromotionStore store, ReleaseStore releases,
			Flows flows, PromotionKind kind, Clock clock) {
		this.rules = rules;
		this.environments = environments;
		this.store = store;
		this.releases = releases;
		this.flows = flows;
		this.kind = kind;
		this.clock = clock;
	}

	/** The environment before one, by its rules or by the order; empty for the first. */
	public Optional<String> before(String environment) {
		String after = this.rules.of(environment).after();
		if (after != null) {
			return Optional.of(after);
		}
		List<String> names = this.environments.all().stream().map(Environment::name).toList();
		int index = names.indexOf(environment);
		return (index > 0) ? Optional.of(names.get(index - 1)) : Optional.empty();
	}

	/** The rules of an environment. */
	public EnvironmentRules rules(String environment) {
		return this.rules.of(environment);
	}

	/** What would be promoted now: the stable release of the environment before. */
	public Optional<Release> candidate(String service, String environment) {
		return before(environment).flatMap((from) -> this.releases.stable(service, from));
	}

	/** Why the candidate cannot be promoted now; empty when it can. */
	public Optional<String> obstacle(String service, String environment) {
		Optional<String> from = before(environment);
		if (from.isEmpty()) {
			return Optional.of(environment + " is the first environment: release to it");
		}
		Optional<Release> candidate = candidate(service, environment);
		if (candidate.isEmpty()) {
			return Optional.of("No release has succeeded in " + from.get());
		}
		String image = candidate.get().draft().image();
		Optional<String> digest = Digest.of(image);
		if (digest.isEmpty()) {
			return Optional.of("What runs in " + from.get() + " was released without a digest");
		}
		if (this.releases.stable(service, environment)
			.flatMap((stable) -> Digest.of(stable.draft().image()))
			.equals(digest)) {
			return Optional.of(environment + " runs the same image");
		}
		return open(service, environment).stream()
			.filter((open) -> open.draft().image().equals(image))
			.findFirst()
			.map((open) -> "Promotion " + open.number() + " is under way");
	}

	/**
	 * Asks for a promotion. An older one that still waits is withdrawn.
	 * @throws IllegalStateException saying what is in the way
	 */
	public Promotion request(String service, String environment, String by) {
		return request(service, environment, null, by);
	}

	/**
	 * Asks for a promotion of one image and no other.
	 * @param image what has to run in the environment before, known by its digest; null
	 * for whatever does
	 * @throws IllegalStateException saying what is in the way
	 */
	public Promotion request(String service, String environment, @Nullable String image, String by) {
		Optional<String> obstacle = obstacle(service, environment);
		if (obstacle.isPresent()) {
			throw new IllegalStateException(obstacle.get());
		}
		Release release = candidate(service, environment).orElseThrow();
		if (image != null && !Digest.of(image).equals(Digest.of(release.draft().image()))) {
			throw new IllegalStateException(release.draft().environment() + " runs another image: "
					+ release.draft().image() + " of release " + release.number());
		}
		return start(draft(release, environment, Duration.ZERO, false, by)).orElseThrow();
	}

	/** The settings ask, after a release succeeded in the environment before. */
	public void follow(Release release) {
		Release.Draft done = release.draft();
		this.store.ofRelease(done.service(), done.environment(), release.number())
			.ifPresent((promotion) -> this.flows.wake(PromotionKind.NAME, promotion.flowId()));
		if (release.outcome() != Outcome.SUCCEEDED || done.rollbackOf() != null) {
			return;
		}
		for (String next : this.rules.after(done.environment())) {
			Duration soak = this.rules.of(next).automatic();
			boolean newest = candidate(done.service(), next).filter((found) -> found.number() == release.number())
				.isPresent();
			if (soak != null && newest && obstacle(done.service(), next).isEmpty()) {
				start(draft(release, next, soak, true, SETTINGS));
			}
		}
	}

	/**
	 * Says yes or no.
	 * @throws IllegalStateException when it is not for this person to say, or too late
	 */
	public void answer(Promotion promotion, boolean approves, String comment, String by) {
		PromotionState state = live(promotion).state();
		if (state instanceof PromotionState.Following || promotion.release() != null) {
			throw new IllegalStateException("Promotion " + promotion.number() + " became a release: abort that");
		}
		if (approves && promotion.draft().approvals().notByRequester() && by.equals(promotion.draft().requestedBy())) {
			throw new IllegalStateException(by + " asked for it, so somebody else has to approve");
		}
		this.store.answer(promotion, new Answer(by, approves, comment, this.clock.instant()));
		this.flows.wake(PromotionKind.NAME, promotion.flowId());
	}

	/**
	 * Takes it back: when this returns it becomes no release.
	 * @throws IllegalStateException when it is too late
	 */
	public void withdraw(Promotion promotion, String by) {
		live(promotion);
		this.store.withdraw(promotion, by);
		this.flows.wake(PromotionKind.NAME, promotion.flowId());
	}

	/** Finds one. */
	public Optional<Promotion> find(String service, String environment, int number) {
		return this.store.find(service, environment, number);
	}

	/** Those below a number, newest first. */
	public List<Promotion> list(String service, String environment, int below, int limit) {
		return this.store.list(service, environment, below, limit);
	}

	/** Those that are not over, newest first. */
	public List<Promotion> open(String service, String environment) {
		return this.store.list(service, environment, Integer.MAX_VALUE, OPEN)
			.stream()
			.filter((promotion) -> flow(promotion).filter((flow) -> !flow.ended()).isPresent())
			.toList();
	}

	/** What people said, oldest first. */
	public List<Answer> answers(Promotion promotion) {
		return this.store.answers(promotion);
	}

	/** Where it is. */
	public Optional<FlowView<PromotionState>> flow(Promotion promotion) {
		return this.flows.find(this.kind, promotion.flowId());
	}

	/** What happened to it, oldest first. */
	public List<Transition> history(Promotion promotion) {
		return this.flows.history(PromotionKind.NAME, promotion.flowId());
	}

	private FlowView<PromotionState> live(Promotion promotion) {
		Function<FlowView<PromotionState>, String> end = (flow) -> (flow.state() instanceof PromotionState.Over over)
				? over.reason() : "";
		FlowView<PromotionState> flow = flow(promotion).orElseThrow();
		if (flow.ended()) {
			throw new IllegalStateException("Promotion " + promotion.number() + " is over. " + end.apply(flow));
		}
		return flow;
	}

	private Draft draft(Release release, String environment, Duration soak, boolean automatic, String by) {
		Release.Draft done = release.draft();
		Instant now = this.clock.instant();
		return new Draft(done.service(), done.team(), environment, done.environment(), release.number(), done.image(),
				done.commit(), done.build(), this.rules.of(environment).approvals(), now.plus(soak), automatic, by,
				now);
	}

	private Optional<Promotion> start(Draft draft) {
		Optional<Promotion> started = this.store.add(draft,
				(added) -> this.flows.start(this.kind, added.flowId(), new PromotionState.Soaking(), asked(added)));
		started.ifPresent((promotion) -> open(draft.service(), draft.environment()).stream()
			.filter((older) -> older.number() < promotion.number() && older.release() == null)
			.forEach((older) -> replace(older, promotion)));
		return started;
	}

	private void replace(Promotion older, Promotion newer) {
		try {
			withdraw(older, "promotion " + newer.number());
		}
		catch (IllegalStateException ex) {
			// It became a release just now, or is over: the engine says which of both
			// waits.
		}
	}

	private static String asked(Promotion promotion) {
		Draft draft = promotion.draft();
		return "Release " + draft.fromRelease() + " of " + draft.from() + " to " + draft.environment()
				+ (draft.automatic() ? ", as the settings say" : ", asked for by " + draft.requestedBy());
	}

	/** A release that it became; null until then. */
	public @Nullable Release release(Promotion promotion) {
		Integer number = promotion.release();
		return (number == null) ? null
				: this.releases.find(promotion.draft().service(), promotion.draft().environment(), number).orElse(null);
	}

}
