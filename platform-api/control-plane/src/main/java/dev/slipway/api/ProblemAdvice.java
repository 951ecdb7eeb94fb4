package dev.slipway.api;

import dev.slipway.access.AccessDenied;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Renders problems of every REST controller, and what the framework refuses by itself.
 */
@RestControllerAdvice(annotations = RestController.class)
class ProblemAdvice extends ResponseEntityExceptionHandler {

	@ExceptionHandler
	ResponseEntity<Object> problem(Problem problem) {
		return answer(problem.status(), problem.toDetail());
	}

	@ExceptionHandler
	ResponseEntity<Object> denied(AccessDenied denied) {
		return problem(new Problem(HttpStatus.FORBIDDEN, String.valueOf(denied.getMessage())));
	}

	@ExceptionHandler
	ResponseEntity<Object> denied(AccessDeniedException denied) throws AccessDeniedException {
		throw denied;
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(MethodArgumentNotValidException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		return problem(invalid(ex.getBindingResult()));
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
			HandlerMethodValidationException ex, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		Problem problem = new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "The request has wrong parameters");
		ex.getParameterValidationResults()
			.forEach((result) -> problem.field(String.valueOf(result.getMethodParameter().getParameterName()),
					String.valueOf(result.getResolvableErrors().get(0).getDefaultMessage())));
		return problem(problem);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		String cause = String.valueOf(ex.getMostSpecificCause().getMessage());
		return problem(new Problem(HttpStatus.BAD_REQUEST, "The body is not the JSON expected: " + firstLine(cause), ex)
			.remedy("See the schema of this request at /v3/api-docs"));
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleExceptionInternal(Exception ex, @Nullable Object body,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		if (ex instanceof MethodArgumentTypeMismatchException mismatch) {
			return problem(Problem.invalid(mismatch.getName(),
					"'" + mismatch.getValue() + "' is not a " + ((mismatch.getRequiredType() != null)
							? mismatch.getRequiredType().getSimpleName() : "valid value")));
		}
		ResponseEntity<Object> answer = super.handleExceptionInternal(ex, body, headers, status, request);
		return (answer == null || !(answer.getBody() instanceof ProblemDetail)) ? answer
				: ResponseEntity.status(status)
					.headers(headers)
					.contentType(MediaType.APPLICATION_PROBLEM_JSON)
					.body(answer.getBody());
	}

	private static Problem invalid(BindingResult result) {
		Problem problem = new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "The request has wrong fields");
		result.getFieldErrors()
			.forEach((error) -> problem.field(error.getField(), String.valueOf(error.getDefaultMessage())));
		return problem;
	}

	private static String firstLine(String message) {
		int end = message.indexOf('\n');
		return (end < 0) ? message : message.substring(0, end);
	}

	private static ResponseEntity<Object> answer(HttpStatus status, ProblemDetail detail) {
		return ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(detail);
	}

}
