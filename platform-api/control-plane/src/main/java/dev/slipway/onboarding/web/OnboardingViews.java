package dev.slipway.onboarding.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;

import dev.slipway.onboarding.NewService;
import dev.slipway.onboarding.Onboarding;
import dev.slipway.onboarding.Onboarding.Status;
import dev.slipway.onboarding.Onboardings;
import dev.slipway.onboarding.web.OnboardingView.LinkView;
import dev.slipway.onboarding.web.OnboardingView.NoteView;
import dev.slipway.onboarding.web.OnboardingView.OutputView;
import dev.slipway.onboarding.web.OnboardingView.StepView;
import dev.slipway.scaffold.Template;
import dev.slipway.scaffold.TemplateBroken;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Makes views of onboardings, for answers and for events alike. */
@Component
class OnboardingViews {

	private static final Logger log = LoggerFactory.getLogger(OnboardingViews.class);

	private final Onboardings onboardings;

	OnboardingViews(Onboardings onboardings) {
		this.onboardings = onboardings;
	}

	OnboardingView view(Onboarding onboarding) {
		NewService service = onboarding.service();
		return new OnboardingView(onboarding.id(), service.name(), service.team(), service.template(),
				onboarding.status(), onboarding.reason(), onboarding.steps().stream().map(StepView::of).toList(),
				output(onboarding), service.author(), onboarding.startedAt(), onboarding.updatedAt(),
				links(onboarding));
	}

	private static Map<String, String> links(Onboarding onboarding) {
		Map<String, String> links = new LinkedHashMap<>();
		links.put("self", "/api/v1/onboardings/" + onboarding.id());
		if (onboarding.status() == Status.SUCCEEDED) {
			links.put("service", "/api/v1/services/" + onboarding.service().name());
		}
		return links;
	}

	private @Nullable OutputView output(Onboarding onboarding) {
		if (onboarding.status() != Status.SUCCEEDED) {
			return null;
		}
		try {
			Template.Output output = this.onboardings.output(onboarding);
			return new OutputView(
					output.links().stream().map((link) -> new LinkView(link.title(), link.url())).toList(),
					output.text().stream().map((note) -> new NoteView(note.title(), note.content())).toList());
		}
		catch (TemplateBroken | NoSuchElementException ex) {
			log.info("The output of onboarding {} cannot be shown: {}", onboarding.id(), ex.getMessage());
			return null;
		}
	}

}
