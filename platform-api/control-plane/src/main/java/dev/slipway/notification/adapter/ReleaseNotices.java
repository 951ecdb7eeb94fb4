package dev.slipway.notification.adapter;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import dev.slipway.flow.FlowView;
import dev.slipway.notification.Event;
import dev.slipway.notification.Event.Scope;
import dev.slipway.notification.EventKind;
import dev.slipway.notification.Notifications;
import dev.slipway.rollout.Ended;
import dev.slipway.rollout.Forward;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Plan;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseListener;
import dev.slipway.rollout.ReleaseState;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.rollout.Workload;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Tells how releases do. The engine reports an end again until this has kept it.
 */
final class ReleaseNotices implements ReleaseListener {

	private static final int REMEMBERED = 1_000;

	private final ReleaseStore releases;

	private final ObjectProvider<Notifications> notifications;

	/** Those whose beginning was kept: the engine reports each look. */
	private final Set<String> begun = Collections
		.newSetFromMap(Collections.synchronizedMap(new LinkedHashMap<String, Boolean>() {

			private static final long serialVersionUID = 1L;

			@Override
			protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
				return size() > REMEMBERED;
			}

		}));

	ReleaseNotices(ReleaseStore releases, ObjectProvider<Notifications> notifications) {
		this.releases = releases;
		this.notifications = notifications;
	}

	@Override
	public void moved(FlowView<ReleaseState> flow, Workload candidate) {
		// One that died between saving a state and telling it goes on from a later one.
		boolean begins = flow.state() instanceof Forward.Creating || flow.state() instanceof Forward.Preparing
				|| flow.state() instanceof Forward.Scaling;
		if (begins && !this.begun.contains(flow.id())) {
			tell(flow, EventKind.RELEASE_STARTED, "began", "");
			this.begun.add(flow.id());
		}
	}

	@Override
	public void ended(FlowView<ReleaseState> flow, Outcome outcome) {
		String reason = (flow.state() instanceof Ended end) ? end.reason() : "";
		switch (outcome) {
			case SUCCEEDED -> tell(flow, EventKind.RELEASE_PROMOTED, "is stable", reason);
			case FAILED -> tell(flow, EventKind.RELEASE_FAILED, "failed", reason);
			case ABORTED -> tell(flow, EventKind.RELEASE_ABORTED, "was aborted", reason);
			case ROLLED_BACK -> tell(flow, EventKind.RELEASE_ROLLED_BACK, "was rolled back", reason);
		}
	}

	private void tell(FlowView<ReleaseState> flow, EventKind kind, String did, String reason) {
		Plan plan = flow.state().plan();
		this.releases.find(plan.service(), plan.environment(), plan.number())
			.ifPresent((release) -> this.notifications.getObject().tell(event(flow, release, kind, did, reason)));
	}

	private static Event event(FlowView<ReleaseState> flow, Release release, EventKind kind, String did,
			String reason) {
		Release.Draft draft = release.draft();
		String title = draft.service() + ": release " + release.number() + " to " + draft.environment() + " " + did;
		Map<String, String> details = Map.of("release", Integer.toString(release.number()), "image", draft.image(),
				"commit", draft.commit(), "requestedBy", draft.requestedBy());
		return new Event("release/" + flow.id() + "/" + kind.wire(), kind, flow.updatedAt(),
				new Scope(draft.team(), draft.service(), draft.environment()), title,
				(reason.isEmpty() && kind == EventKind.RELEASE_STARTED) ? "Asked for by " + draft.requestedBy()
						: reason,
				"/services/" + draft.service() + "/environments/" + draft.environment() + "/releases/"
						+ release.number(),
				details);
	}

}
