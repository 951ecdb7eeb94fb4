package dev.slipway.api;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * Answers calls of the API that no controller takes: an unknown path, a wrong method or
 * media type. Elsewhere the error page has the word.
 */
@ControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class ApiFallback {

	@ExceptionHandler
	ResponseEntity<Object> unknown(NoResourceFoundException ex, HttpServletRequest request)
			throws NoResourceFoundException {
		if (!forApi(request)) {
			throw ex;
		}
		ProblemDetail detail = ex.getBody();
		detail.setDetail("There is nothing at " + request.getRequestURI());
		detail.setProperty("remedy", "See /v3/api-docs for what there is");
		return answer(detail);
	}

	@ExceptionHandler
	ResponseEntity<Object> method(HttpRequestMethodNotSupportedException ex, HttpServletRequest request)
			throws HttpRequestMethodNotSupportedException {
		if (!forApi(request)) {
			throw ex;
		}
		return ResponseEntity.status(ex.getStatusCode())
			.headers(ex.getHeaders())
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.body(ex.getBody());
	}

	@ExceptionHandler
	ResponseEntity<Object> mediaType(HttpMediaTypeNotSupportedException ex, HttpServletRequest request)
			throws HttpMediaTypeNotSupportedException {
		if (!forApi(request)) {
			throw ex;
		}
		return answer(ex.getBody());
	}

	@ExceptionHandler
	ResponseEntity<Object> notAcceptable(HttpMediaTypeNotAcceptableException ex, HttpServletRequest request)
			throws HttpMediaTypeNotAcceptableException {
		if (!forApi(request)) {
			throw ex;
		}
		return answer(ex.getBody());
	}

	private static boolean forApi(HttpServletRequest request) {
		return request.getRequestURI().startsWith("/api/");
	}

	private static ResponseEntity<Object> answer(ProblemDetail detail) {
		return ResponseEntity.status(detail.getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(detail);
	}

}
