package dev.slipway.access.web;

import java.io.IOException;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/**
 * Says no: to programs by problem+json, to browsers by the sign-in page or the error
 * page.
 */
class Denial implements AuthenticationEntryPoint, AccessDeniedHandler {

	private final ObjectMapper json = new ObjectMapper();

	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
			throws IOException {
		if (forProgram(request)) {
			response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
			problem(response, 401, "A valid token is needed",
					"Send 'Authorization: Bearer <token>'. The administrator's token is in the state directory,"
							+ " file admin-token; others are made on the console's page Settings.");
		}
		else if (request.getHeader("HX-Request") != null) {
			response.setHeader("HX-Redirect", "/signin");
			response.setStatus(401);
		}
		else {
			boolean page = HttpMethod.GET.matches(request.getMethod()) && !request.getRequestURI().equals("/");
			response.sendRedirect(page ? "/signin?next=" + encoded(request) : "/signin");
		}
	}

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
			throws IOException {
		if (!forProgram(request)) {
			if (denied instanceof CsrfException) {
				request.setAttribute("heading", "That page was out of date");
				request.setAttribute("detail", "Go back, load the page again and repeat what you did.");
			}
			response.sendError(403);
		}
		else if (denied instanceof CsrfException) {
			problem(response, 403, "The request does not prove that it comes from the console's own page",
					"Programs send a bearer token instead of the session cookie.");
		}
		else {
			problem(response, 403, "This token may not do that", "Ask for a token with the role or scope needed.");
		}
	}

	private static boolean forProgram(HttpServletRequest request) {
		String path = request.getRequestURI();
		return path.startsWith("/api/") || path.startsWith("/v3/api-docs") || path.startsWith("/actuator");
	}

	private static String encoded(HttpServletRequest request) {
		String query = request.getQueryString();
		String target = request.getRequestURI() + ((query != null) ? "?" + query : "");
		return java.net.URLEncoder.encode(target, java.nio.charset.StandardCharsets.UTF_8);
	}

	private void problem(HttpServletResponse response, int status, String detail, String remedy) throws IOException {
		response.setStatus(status);
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.setCharacterEncoding("UTF-8");
		response.getWriter()
			.write(this.json.writeValueAsString(
					Map.of("type", "about:blank", "title", (status == 401) ? "Unauthorized" : "Forbidden", "status",
							status, "detail", detail, "remedy", remedy)));
	}

}
