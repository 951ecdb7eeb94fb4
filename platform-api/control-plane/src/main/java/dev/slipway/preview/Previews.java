package dev.slipway.preview;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.slipway.environments.Environment;
import dev.slipway.environments.Environments;
import dev.slipway.flow.FlowView;
import dev.slipway.flow.Flows;
import dev.slipway.flow.Transition;
import dev.slipway.repository.Repositories;
import org.jspecify.annotations.Nullable;

/** Asks for previews, finds them and takes them away. */
public final class Previews {

	private static final String MAIN = "main";

	private final PreviewStore store;

	private final PreviewKind kind;

	private final Flows flows;

	private final Environments environments;

	private final Repositories repositories;

	private final @Nullable String base;

	private final PreviewLimits limits;

	private final Clock clock;

	/**
	 * @param base the environment that previews are made after; the first if null
	 */
	public Previews(PreviewStore store, PreviewKind kind, Flows flows, Environments environments,
			Repositories repositories, @Nullable String base, PreviewLimits limits, Clock clock) {
		this.store = store;
		this.kind = kind;
		this.flows = flows;
		this.environments = environments;
		this.repositories = repositories;
		this.base = base;
		this.limits = limits;
		this.clock = clock;
	}

	/**
	 * What a preview shows.
	 *
	 * @param team that owns the service
	 * @param service the service
	 * @param branch that the preview goes with
	 * @param image with its digest
	 * @param commit whose manifests are used
	 * @param build that made the image, if one of the platform did
	 * @param by who asks
	 */
	public record Request(String team, String service, String branch, String image, String commit,
			@Nullable Integer build, String by) {
	}

	/**
	 * Shows an image in the preview of its branch, making the preview if the branch has
	 * none. The same image again is the same wish, unless it did not run.
	 * @throws TooManyPreviews when there is no room for a new one
	 * @throws IllegalStateException when the branch has gone
	 */
	public Preview show(Request request) {
		boolean hosted = this.repositories.head(request.team(), request.service(), MAIN).isPresent();
		if (hosted && this.repositories.head(request.team(), request.service(), request.branch()).isEmpty()) {
			throw new IllegalStateException("There is no branch " + request.branch() + " any more");
		}
		Instant now = this.clock.instant();
		Environment place = base();
		Preview draft = new Preview(0, request.team(), request.service(), request.branch(), hosted, place.name(),
				place.cluster(),
				new Preview.Wanted(1, request.image(), request.commit(), request.build(), request.by(), now),
				Preview.Answer.NONE, null, now, null);
		// Each round is lost only to somebody who opened or closed it at the same time.
		for (int round = 0; round < 10; round++) {
			Optional<Preview> shown = this.store.open(request.service(), request.branch())
				.flatMap((open) -> this.store.want(open, draft.wanted(), failed(open)))
				.or(() -> this.store.add(draft, this.limits, (added) -> this.flows.start(this.kind, added.flowId(),
						new PreviewState.Deploying(1), "Branch " + added.branch() + ", asked for by " + request.by())));
			if (shown.isPresent()) {
				this.flows.wake(PreviewKind.NAME, shown.get().flowId());
				return shown.get();
			}
		}
		throw new IllegalStateException(
				"Others ask for a preview of " + request.branch() + " and remove it all the time");
	}

	/** Takes one away with all that it made; of one that goes already nothing changes. */
	public void remove(Preview preview, String by) {
		this.store.close(preview, "Removed by " + by);
		this.flows.wake(PreviewKind.NAME, preview.flowId());
	}

	/** A branch was deleted: its preview is looked at soon. */
	public void branchDeleted(String service, String branch) {
		this.store.open(service, branch).ifPresent((open) -> this.flows.wake(PreviewKind.NAME, open.flowId()));
	}

	/** A release in an environment has ended: if that is a preview, it is looked at. */
	public void ended(String environment) {
		Integer number = Preview.numberOf(environment);
		if (number != null) {
			this.store.find(number).ifPresent((preview) -> this.flows.wake(PreviewKind.NAME, preview.flowId()));
		}
	}

	/** Finds one of a service, also one that is gone. */
	public Optional<Preview> find(String service, String name) {
		Integer number = Preview.numberOf(name);
		return (number == null) ? Optional.empty()
				: this.store.find(number).filter((preview) -> preview.service().equals(service));
	}

	/** Those of a service of which something is there, newest first. */
	public List<Preview> there(String service) {
		return this.store.there(service);
	}

	/** Those of all services of which something is there, newest first. */
	public List<Preview> there() {
		return this.store.there();
	}

	/** Where one is. */
	public Optional<FlowView<PreviewState>> flow(Preview preview) {
		return this.flows.find(this.kind, preview.flowId());
	}

	/** What happened to one, oldest first. */
	public List<Transition> history(Preview preview) {
		return this.flows.history(PreviewKind.NAME, preview.flowId());
	}

	/** After this time without a new image one is removed. */
	public Duration idle() {
		return this.limits.idle();
	}

	private boolean failed(Preview preview) {
		return flow(preview).filter((flow) -> flow.state() instanceof PreviewState.Resting resting && !resting.good())
			.isPresent();
	}

	/** Previews are made of code that nobody has reviewed: production is no base. */
	private Environment base() {
		List<Environment> all = this.environments.all();
		List<Environment> possible = (all.size() > 1) ? all.subList(0, all.size() - 1) : all;
		return (this.base == null) ? possible.get(0)
				: possible.stream()
					.filter((environment) -> environment.name().equals(this.base))
					.findFirst()
					.orElseThrow(() -> new IllegalStateException("Previews cannot be made after the environment "
							+ this.base + ": set slipway.previews.base to one of "
							+ possible.stream().map(Environment::name).toList()));
	}

}
