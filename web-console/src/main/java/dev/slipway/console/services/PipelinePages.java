package dev.slipway.console.services;

import java.util.List;

import dev.slipway.console.api.Api;
import dev.slipway.console.api.ApiProblem;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * What somebody changed of a service's pipeline on its build server. The server is asked
 * after the page of builds is there, for it may be slow or away.
 */
@Controller
@RequestMapping("/services/{service}/pipeline")
class PipelinePages {

	private static final String PIPELINE = "/services/{s}/pipeline";

	private final ServiceFrame frame;

	PipelinePages(ServiceFrame frame) {
		this.frame = frame;
	}

	@GetMapping
	String look(Api api, Model model, @PathVariable String service,
			@RequestHeader(name = "HX-Request", defaultValue = "false") boolean notice) {
		model.addAttribute("notice", notice);
		this.frame.open(api, model, service, "builds");
		try {
			model.addAttribute("pipeline", api.get(Pipeline.class, PIPELINE, service));
		}
		catch (ApiProblem problem) {
			if (problem.status() == 401 || problem.status() == 404) {
				throw problem;
			}
			model.addAttribute("untold", problem);
		}
		return "service/pipeline";
	}

	@PostMapping("/restore")
	String restore(Api api, Model model, @PathVariable String service) {
		ServiceFrame.trying(model, () -> api.post(PIPELINE + "/restore", null, service));
		return model.containsAttribute("problem") ? look(api, model, service, false)
				: "redirect:/services/" + service + "/pipeline";
	}

	/**
	 * A service's pipeline.
	 *
	 * @param address where people look at it; missing for the local runner
	 * @param differences from what it should be
	 * @param notes what else there is to know
	 */
	record Pipeline(String server, @Nullable String address, @Nullable String kind, boolean present,
			List<Difference> differences, List<String> notes) {

		Pipeline {
			differences = Views.orEmpty(differences);
			notes = Views.orEmpty(notes);
		}

		/** Whether it is not what it should be. */
		public boolean differs() {
			return !this.present || !this.differences.isEmpty();
		}

		public boolean local() {
			return this.address == null;
		}

	}

	/** One element that is not as it was made. */
	record Difference(String element, @Nullable String should, @Nullable String is) {
	}

}
