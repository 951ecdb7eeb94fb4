package dev.slipway.notification.adapter;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;

import dev.slipway.notification.Event;
import dev.slipway.notification.Event.Scope;
import dev.slipway.notification.EventKind;
import dev.slipway.notification.Notifications;
import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildFailure;
import dev.slipway.pipeline.BuildListener;
import dev.slipway.pipeline.BuildStage;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.promotion.AdHocFreeze;
import dev.slipway.promotion.FreezeListener;
import dev.slipway.promotion.Promotion;
import dev.slipway.promotion.PromotionListener;
import dev.slipway.promotion.PromotionState;
import org.springframework.beans.factory.ObjectProvider;

/** Tells of promotions that need people, of freezes, and of builds that failed. */
final class OtherNotices implements PromotionListener, FreezeListener, BuildListener {

	private final ObjectProvider<Notifications> notifications;

	OtherNotices(ObjectProvider<Notifications> notifications) {
		this.notifications = notifications;
	}

	@Override
	public void approvalWanted(Promotion promotion) {
		Promotion.Draft draft = promotion.draft();
		tell(new Event("promotion/" + promotion.flowId() + "/approval-wanted", EventKind.APPROVAL_WANTED,
				draft.requestedAt(), new Scope(draft.team(), draft.service(), draft.environment()),
				draft.service() + ": a promotion to " + draft.environment() + " wants approval",
				draft.requestedBy() + " wants release " + draft.fromRelease() + " of " + draft.from() + " there; "
						+ draft.approvals().count() + " with the role "
						+ draft.approvals().role().name().toLowerCase(Locale.ROOT) + " have to approve",
				"/services/" + draft.service() + "/environments/" + draft.environment() + "/promotions/"
						+ promotion.number(),
				Map.of("promotion", Integer.toString(promotion.number()), "image", draft.image(), "commit",
						draft.commit(), "requestedBy", draft.requestedBy())));
	}

	@Override
	public void over(Promotion promotion, PromotionState.Result result) {
		// Its release is told of.
	}

	@Override
	public void begun(AdHocFreeze freeze) {
		boolean later = freeze.from().isAfter(freeze.madeAt());
		tell(new Event("freeze/" + freeze.id(), EventKind.FREEZE_BEGUN, freeze.madeAt(),
				new Scope(null, null, freeze.environment()),
				freeze.environment() + (later ? " will be frozen from " + freeze.from() : " is frozen"),
				freeze.reason() + ", by " + freeze.madeBy()
						+ ((freeze.to() != null) ? ", until " + freeze.to() : ", until somebody ends it"),
				"/environments", Map.of("freeze", Long.toString(freeze.id()), "by", freeze.madeBy())));
	}

	@Override
	public void changed(Build build) {
		if (build.status() != BuildStatus.FAILURE) {
			return;
		}
		BuildFailure failure = build.failure();
		Instant ended = build.endedAt();
		tell(new Event("build/" + build.service() + "/" + build.number(), EventKind.BUILD_FAILED,
				(ended != null) ? ended : build.queuedAt(), new Scope(build.team(), build.service(), null),
				build.service() + ": build " + build.number() + " failed", (failure != null) ? failure.message() : "",
				"/services/" + build.service() + "/builds/" + build.number(),
				Map.of("build", Integer.toString(build.number()))));
	}

	@Override
	public void stage(Build build, BuildStage stage) {
		// The end counts.
	}

	@Override
	public void log(Build build, long start, long next, String text) {
		// The end counts.
	}

	private void tell(Event event) {
		this.notifications.getObject().tell(event);
	}

}
