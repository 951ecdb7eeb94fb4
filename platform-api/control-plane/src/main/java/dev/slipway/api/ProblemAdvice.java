package dev.slipway.api;

import dev.slipway.access.AccessDenied;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Renders problems of every REST controller. */
@RestControllerAdvice
class ProblemAdvice {

	@ExceptionHandler
	ResponseEntity<Object> problem(Problem problem) {
		return ResponseEntity.status(problem.status()).body(problem.toDetail());
	}

	@ExceptionHandler
	ResponseEntity<Object> denied(AccessDenied denied) {
		return problem(new Problem(HttpStatus.FORBIDDEN, String.valueOf(denied.getMessage())));
	}

}
