package dev.slipway.api;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * A request that cannot be served, as the API says it: {@code application/problem+json}
 * (RFC 9457) with the faulty fields and the remedy. Controllers and each feature's mapper
 * throw it; one advice renders it.
 */
public class Problem extends RuntimeException {

	private final HttpStatus status;

	private final Map<String, String> fields = new LinkedHashMap<>();

	private @Nullable String remedy;

	public Problem(HttpStatus status, String detail) {
		super(detail);
		this.status = status;
	}

	public Problem(HttpStatus status, String detail, Throwable cause) {
		super(detail, cause);
		this.status = status;
	}

	/** 404 for a thing that is not there or not visible to the actor. */
	public static Problem notFound(String what) {
		return new Problem(HttpStatus.NOT_FOUND, what + " was not found");
	}

	/** 422 for a well-formed request with a wrong field. */
	public static Problem invalid(String field, String message) {
		return new Problem(HttpStatus.UNPROCESSABLE_CONTENT, message).field(field, message);
	}

	/** 409 for something that stands in the way. */
	public static Problem conflict(String detail) {
		return new Problem(HttpStatus.CONFLICT, detail);
	}

	/** Names a field (a JSON pointer or dotted path) and what is wrong with it. */
	public Problem field(String name, String message) {
		this.fields.put(name, message);
		return this;
	}

	/** Says what to do about it. */
	public Problem remedy(String text) {
		this.remedy = text;
		return this;
	}

	public HttpStatus status() {
		return this.status;
	}

	/** The body of the answer. */
	public ProblemDetail toDetail() {
		ProblemDetail detail = ProblemDetail.forStatusAndDetail(this.status, String.valueOf(getMessage()));
		if (!this.fields.isEmpty()) {
			detail.setProperty("fields", this.fields);
		}
		if (this.remedy != null) {
			detail.setProperty("remedy", this.remedy);
		}
		return detail;
	}

}
