package dev.slipway.scaffold.web;

import dev.slipway.api.Problem;
import dev.slipway.scaffold.InvalidParameters;
import dev.slipway.scaffold.TemplateBroken;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Says what was wrong with parameters or a template. */
@RestControllerAdvice
class ScaffoldProblems {

	@ExceptionHandler
	ResponseEntity<Object> invalid(InvalidParameters invalid) {
		Problem problem = new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "The parameters do not fit the template");
		invalid.fields().forEach((field, message) -> problem.field("parameters." + field, message));
		return answer(problem.remedy("GET /api/v1/templates/{id} shows what each parameter may be"));
	}

	@ExceptionHandler
	ResponseEntity<Object> broken(TemplateBroken broken) {
		return answer(new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "The template is broken: " + broken.getMessage())
			.field("template", String.valueOf(broken.getMessage()))
			.remedy("Mend the named file of the template; the parameters may be right"));
	}

	private static ResponseEntity<Object> answer(Problem problem) {
		return ResponseEntity.status(problem.status()).body(problem.toDetail());
	}

}
