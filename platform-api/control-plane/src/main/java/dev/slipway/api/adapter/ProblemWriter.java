package dev.slipway.api.adapter;

import java.io.IOException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.api.Problem;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;

/** Writes a problem from where no controller is: a filter. */
class ProblemWriter {

	private final ObjectMapper json = new ObjectMapper();

	void write(HttpServletResponse response, Problem problem) throws IOException {
		ProblemDetail detail = problem.toDetail();
		ObjectNode body = this.json.createObjectNode()
			.put("title", detail.getTitle())
			.put("status", detail.getStatus())
			.put("detail", detail.getDetail());
		if (detail.getProperties() != null) {
			detail.getProperties().forEach(body::putPOJO);
		}
		response.setStatus(detail.getStatus());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.getOutputStream().write(this.json.writeValueAsBytes(body));
	}

}
