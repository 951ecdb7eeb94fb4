package dev.slipway.console.shell;

import dev.slipway.console.api.ApiProblem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/** Shows what the API refused on a page of its own, unless a page shows it itself. */
@ControllerAdvice(basePackages = "dev.slipway.console")
class Problems {

	@ExceptionHandler
	ModelAndView refused(ApiProblem problem, HttpServletRequest request, HttpServletResponse response) {
		if (problem.status() == 401) {
			return new ModelAndView("redirect:/signin");
		}
		response.setStatus(problem.status());
		ModelAndView page = new ModelAndView("error");
		page.addObject("status", problem.status());
		page.addObject("detail", problem.getMessage());
		page.addObject("remedy", remedy(problem));
		return page;
	}

	/**
	 * What others own is not there for who asks, so that its name is no secret given
	 * away.
	 */
	private static String remedy(ApiProblem problem) {
		if (problem.status() != 404 || !problem.remedy().isEmpty()) {
			return problem.remedy();
		}
		return "It may have been removed, or it belongs to a team that you are not in. An administrator can put you"
				+ " into a team under Settings.";
	}

}
