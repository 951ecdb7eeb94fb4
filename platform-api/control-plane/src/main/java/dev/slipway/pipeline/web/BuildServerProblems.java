package dev.slipway.pipeline.web;

import dev.slipway.api.Problem;
import dev.slipway.pipeline.BuildServerAway;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * A build server that does not answer is nobody's mistake: 503 with what to mend. One
 * that answers and refuses does so the next time, too: 502, so that nobody tries again.
 */
@RestControllerAdvice(annotations = RestController.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class BuildServerProblems {

	@ExceptionHandler
	ResponseEntity<ProblemDetail> away(BuildServerAway away) {
		Problem problem = new Problem(away.mayPass() ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.BAD_GATEWAY,
				"The build server does not tell: " + away.getMessage(), away)
			.remedy(away.remedy());
		return ResponseEntity.status(problem.status())
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.body(problem.toDetail());
	}

}
