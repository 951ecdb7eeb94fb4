package dev.slipway.preview;

import java.time.Clock;
import java.time.Instant;

import dev.slipway.flow.FlowKind;
import dev.slipway.flow.FlowView;
import dev.slipway.flow.Step;
import dev.slipway.preview.PreviewAction.Bury;
import dev.slipway.preview.PreviewAction.Close;
import dev.slipway.preview.PreviewAction.MakePlace;
import dev.slipway.preview.PreviewAction.RemovePlace;
import dev.slipway.preview.PreviewAction.RequestRelease;
import dev.slipway.preview.PreviewAction.StopReleases;
import dev.slipway.repository.Repositories;

/** Previews as flows: {@code <service>/preview-<number>}. */
public final class PreviewKind implements FlowKind<PreviewState, PreviewSeen, PreviewAction> {

	/** The name of this kind in the store. */
	public static final String NAME = "preview";

	private final PreviewStore store;

	private final PreviewPlaces places;

	private final PreviewReleases releases;

	private final Repositories repositories;

	private final PreviewLimits limits;

	private final Clock clock;

	public PreviewKind(PreviewStore store, PreviewPlaces places, PreviewReleases releases, Repositories repositories,
			PreviewLimits limits, Clock clock) {
		this.store = store;
		this.places = places;
		this.releases = releases;
		this.repositories = repositories;
		this.limits = limits;
		this.clock = clock;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Class<PreviewState> stateType() {
		return PreviewState.class;
	}

	@Override
	public PreviewSeen observe(FlowView<PreviewState> flow) {
		Preview preview = preview(flow);
		boolean branchGone = preview.hosted()
				&& this.repositories.head(preview.team(), preview.service(), preview.branch()).isEmpty();
		PreviewSeen.Ending ending = (flow.state() instanceof PreviewState.Following following)
				? this.releases.ending(preview, following.release()) : null;
		boolean releasing = flow.state() instanceof PreviewState.Removing && this.releases.live(preview);
		return new PreviewSeen(preview, branchGone, preview.wanted().at().plus(this.limits.idle()),
				this.places.look(preview), releasing, ending);
	}

	@Override
	public Step<PreviewState, PreviewAction> next(PreviewState state, PreviewSeen observation, Instant now) {
		return state.next(observation, now);
	}

	@Override
	public void act(FlowView<PreviewState> flow, PreviewSeen seen, PreviewAction action) {
		Preview preview = seen.preview();
		if (action instanceof MakePlace) {
			make(preview);
		}
		else if (action instanceof RequestRelease request) {
			request(preview, request.sequence());
		}
		else if (action instanceof Close close) {
			this.store.close(preview, close.reason());
		}
		else if (action instanceof StopReleases) {
			this.releases.stop(preview);
		}
		else if (action instanceof RemovePlace) {
			this.places.remove(preview, this.releases.database(preview));
		}
		else if (action instanceof Bury) {
			this.store.gone(preview, this.clock.instant());
		}
	}

	/**
	 * A driver that was overtaken may come when all was removed: what it has made goes
	 * again. Whoever removes says so first, so that one of both sees the other.
	 */
	private void make(Preview preview) {
		if (closing(preview)) {
			return;
		}
		this.places.make(preview);
		if (closing(preview)) {
			this.places.remove(preview, false);
		}
	}

	private boolean closing(Preview preview) {
		return this.store.find(preview.number()).filter((now) -> now.closing() == null).isEmpty();
	}

	/** A driver that was overtaken finds that the wish is answered, and keeps nothing. */
	private void request(Preview preview, int sequence) {
		if (preview.wanted().sequence() != sequence) {
			return;
		}
		try {
			this.releases.request(preview, this.store);
		}
		catch (PreviewReleases.Refused ex) {
			this.store.refused(preview, sequence, String.valueOf(ex.getMessage()));
		}
	}

	private Preview preview(FlowView<PreviewState> flow) {
		Integer number = Preview.numberOf(flow.id().substring(flow.id().indexOf('/') + 1));
		return this.store.find((number != null) ? number : 0)
			.orElseThrow(() -> new IllegalStateException("The preview " + flow.id() + " is not in the store"));
	}

}
