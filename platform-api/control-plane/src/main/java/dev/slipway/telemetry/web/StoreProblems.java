package dev.slipway.telemetry.web;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.Problem;
import dev.slipway.observability.StoreUnavailable;
import dev.slipway.observability.traces.BadTraceQuery;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** A store that does not answer is nobody's mistake: 503 with what to mend. */
@RestControllerAdvice(annotations = RestController.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class StoreProblems {

	@ExceptionHandler
	ResponseEntity<ProblemDetail> unavailable(StoreUnavailable failure, Actor actor) {
		// What exactly is wrong names addresses of the platform.
		boolean operator = actor.role().compareTo(Role.OPERATOR) >= 0;
		String told = "The " + failure.store().replaceFirst("s$", "") + " store does not answer";
		Problem problem = new Problem(HttpStatus.SERVICE_UNAVAILABLE,
				operator ? told + ": " + failure.getMessage() : told, failure)
			.remedy("See GET /api/v1/integrations; it is asked again by itself");
		return ResponseEntity.status(problem.status())
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.body(problem.toDetail());
	}

	/** What traces cannot be asked is the asker's mistake. */
	@ExceptionHandler
	ResponseEntity<ProblemDetail> refused(BadTraceQuery failure) {
		Problem problem = new Problem(HttpStatus.BAD_REQUEST, String.valueOf(failure.getMessage()), failure)
			.remedy("Change the question");
		return ResponseEntity.status(problem.status())
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.body(problem.toDetail());
	}

}
