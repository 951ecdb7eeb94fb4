package dev.slipway.api;

import java.io.IOException;
import java.util.UUID;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * The last to be asked, after every feature's own advice: something of ours is broken.
 * The log has the cause under the id that the answer gives.
 */
@Component
class UnexpectedErrors implements HandlerExceptionResolver, Ordered {

	private static final Logger log = LoggerFactory.getLogger(UnexpectedErrors.class);

	private final ObjectMapper json = new ObjectMapper();

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception ex) {
		if (!request.getRequestURI().startsWith("/api/") || ex instanceof AccessDeniedException
				|| response.isCommitted()) {
			return null;
		}
		String id = UUID.randomUUID().toString().substring(0, 8);
		log.error("Error {} while serving {} {}", id, request.getMethod(), request.getRequestURI(), ex);
		try {
			write(response, id);
		}
		catch (IOException gone) {
			log.debug("The client of error {} has gone", id, gone);
		}
		return new ModelAndView();
	}

	private void write(HttpServletResponse response, String id) throws IOException {
		ObjectNode problem = this.json.createObjectNode()
			.put("title", "Internal Server Error")
			.put("status", 500)
			.put("detail", "The platform could not serve this request")
			.put("errorId", id)
			.put("remedy", "Look for " + id + " in the platform's log (platform.log in the state directory)");
		response.setStatus(500);
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.getOutputStream().write(this.json.writeValueAsBytes(problem));
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
