package dev.slipway.console.services;

import java.time.Instant;

import dev.slipway.console.api.Api;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** The previews of a service's branches, which its first tab lists. */
@Controller
class PreviewPages {

	private final OverviewPage overview;

	PreviewPages(OverviewPage overview) {
		this.overview = overview;
	}

	@PostMapping("/services/{service}/previews/{preview}/remove")
	String remove(Api api, Model model, @PathVariable String service, @PathVariable String preview) {
		ServiceFrame.trying(model, () -> api.delete("/services/{s}/previews/{p}", service, preview));
		return model.containsAttribute("problem") ? this.overview.overview(api, model, service)
				: "redirect:/services/" + service;
	}

	/**
	 * A preview.
	 *
	 * @param name of it and of its environment
	 * @param requestedAt when its image came
	 */
	record Preview(String name, String branch, String commit, @Nullable Integer build, String status,
			@Nullable String reason, @Nullable Integer release, @Nullable String address, Instant createdAt,
			Instant requestedAt, @Nullable Instant expiresAt) {

		/** Its status as others are called. */
		public String health() {
			return switch (this.status) {
				case "RUNNING" -> "UP";
				case "STARTING" -> "PROGRESSING";
				case "REMOVING" -> "ENDED";
				default -> this.status;
			};
		}

		/** Whether it is being removed already. */
		public boolean going() {
			return this.status.equals("REMOVING");
		}

	}

}
