package dev.slipway.console.create;

import java.time.Instant;
import java.util.List;

import dev.slipway.console.api.Api;
import dev.slipway.console.api.ApiProblem;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** A service coming into being, stage by stage. */
@Controller
class OnboardingPages {

	@GetMapping("/onboardings/{id}")
	String one(Api api, Model model, @PathVariable String id) {
		model.addAttribute("onboarding", api.get(Onboarding.class, "/onboardings/{id}", id));
		return "create/onboarding";
	}

	@PostMapping("/onboardings/{id}/retry")
	String retry(Api api, Model model, @PathVariable String id) {
		return desire(api, model, id, "retry");
	}

	@PostMapping("/onboardings/{id}/undo")
	String undo(Api api, Model model, @PathVariable String id) {
		return desire(api, model, id, "undo");
	}

	private String desire(Api api, Model model, String id, String what) {
		try {
			api.post("/onboardings/{id}/" + what, null, id);
			return "redirect:/onboardings/" + id;
		}
		catch (ApiProblem problem) {
			model.addAttribute("problem", problem);
			return one(api, model, id);
		}
	}

	/** An onboarding. */
	record Onboarding(String id, String service, String team, @Nullable String template, String status,
			@Nullable String reason, @Nullable List<Stage> steps, @Nullable Output output, @Nullable String createdBy,
			@Nullable Instant createdAt) {

		public boolean going() {
			return this.status.equals("RUNNING") || this.status.equals("UNDOING");
		}

	}

	/** A stage. */
	record Stage(String id, String name, String status, int attempts, @Nullable Long durationMillis,
			@Nullable String reason) {
	}

	/** What the template says at the end. */
	record Output(@Nullable List<Link> links, @Nullable List<Note> text) {
	}

	/** A link. */
	record Link(String title, String url) {
	}

	/** A note. */
	record Note(String title, String content) {
	}

}
