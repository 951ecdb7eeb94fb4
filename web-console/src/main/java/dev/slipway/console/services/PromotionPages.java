package dev.slipway.console.services;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.slipway.console.api.Api;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A promotion: what it would change, who said what, and the answers of people. */
@Controller
@RequestMapping("/services/{service}/environments/{env}/promotions")
class PromotionPages {

	private static final String PROMOTIONS = "/services/{s}/environments/{e}/promotions";

	private final ServiceFrame frame;

	private final OverviewPage overview;

	PromotionPages(ServiceFrame frame, OverviewPage overview) {
		this.frame = frame;
		this.overview = overview;
	}

	@PostMapping
	String ask(Api api, Model model, @PathVariable String service, @PathVariable String env) {
		Api.Answer[] answer = new Api.Answer[1];
		ServiceFrame.trying(model, () -> answer[0] = api.post(PROMOTIONS, null, service, env));
		return (answer[0] != null) ? "redirect:" + answer[0].location() : this.overview.overview(api, model, service);
	}

	@GetMapping("/{number:\\d+}")
	String one(Api api, Model model, @PathVariable String service, @PathVariable String env, @PathVariable int number) {
		this.frame.open(api, model, service, "overview");
		model.addAttribute("env", env);
		model.addAttribute("detail", api.get(Detail.class, PROMOTIONS + "/{n}", service, env, number));
		return "service/promotion";
	}

	@PostMapping("/{number:\\d+}/{answer:approve|refuse|withdraw}")
	String answer(Api api, Model model, @PathVariable String service, @PathVariable String env,
			@PathVariable int number, @PathVariable String answer, @RequestParam(defaultValue = "") String comment) {
		ServiceFrame.trying(model,
				() -> api.post(PROMOTIONS + "/{n}/" + answer, Map.of("comment", comment), service, env, number));
		return model.containsAttribute("problem") ? one(api, model, service, env, number)
				: "redirect:/services/" + service + "/environments/" + env + "/promotions/" + number;
	}

	/** An environment on the way of the service. */
	record Lane(String environment, @Nullable Running runs, @Nullable Integer live, @Nullable String frozen,
			@Nullable String from, @Nullable Running candidate, @Nullable String obstacle, int approvals,
			@Nullable String role, boolean automatic, List<Promotion> open) {
	}

	/** What runs there. */
	record Running(int release, String image, String commit, @Nullable Integer build, @Nullable Instant since) {
	}

	/** A promotion with what it would change. */
	record Detail(Promotion promotion, @Nullable Running runs, List<Change> commits, List<Line> history) {
	}

	/** A promotion. */
	record Promotion(int number, String status, String reason, String from, int fromRelease, String image,
			String commit, @Nullable Integer build, int approvals, String role, boolean notByRequester,
			List<Said> answers, boolean automatic, String requestedBy, @Nullable Instant requestedAt,
			@Nullable Instant endedAt, @Nullable Integer release) {

		/** Whether people can still answer. */
		public boolean asks() {
			return this.endedAt == null && this.release == null;
		}

	}

	/** What somebody said. */
	record Said(String by, boolean approves, @Nullable String comment, @Nullable Instant at) {
	}

	/** A commit that would come. */
	record Change(String id, String author, String title, @Nullable Instant at) {
	}

	/** A line of its history. */
	record Line(@Nullable Instant at, String phase, String reason) {

		/** As the history of releases says it. */
		public String where() {
			return this.phase;
		}

	}

}
