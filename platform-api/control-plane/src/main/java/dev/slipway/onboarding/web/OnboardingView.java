package dev.slipway.onboarding.web;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.slipway.onboarding.Onboarding.Progress;
import dev.slipway.onboarding.Onboarding.Status;
import dev.slipway.onboarding.Onboarding.StepStatus;
import org.jspecify.annotations.Nullable;

/**
 * An onboarding as the API shows it.
 *
 * @param reason why it failed, waits or was undone
 * @param steps its stages, in order
 * @param output what the template shows at the end; null before
 */
record OnboardingView(String id, String service, String team, String template, Status status, @Nullable String reason,
		List<StepView> steps, @Nullable OutputView output, String createdBy, Instant createdAt, Instant updatedAt,
		Map<String, String> links) {

	/** A stage. */
	record StepView(String id, String name, StepStatus status, int attempts, @Nullable Instant startedAt,
			@Nullable Long durationMillis, @Nullable String reason) {

		static StepView of(Progress step) {
			return new StepView(step.stage().id(), step.stage().title(), step.status(), step.attempts(),
					step.startedAt(), step.durationMillis(), step.reason());
		}

	}

	/** The template's links and notes. */
	record OutputView(List<LinkView> links, List<NoteView> text) {
	}

	/** A link. */
	record LinkView(String title, String url) {
	}

	/** A note. */
	record NoteView(String title, String content) {
	}

}
