package dev.slipway.access.web;

import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Set;

import dev.slipway.access.AuditLog;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Writes down every request that could change something, and how it ended. */
class AuditFilter extends OncePerRequestFilter {

	private static final Logger log = LoggerFactory.getLogger(AuditFilter.class);

	private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

	private final AuditLog audit;

	private final Clock clock;

	AuditFilter(AuditLog audit, Clock clock) {
		this.audit = audit;
		this.clock = clock;
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		String path = request.getRequestURI();
		return READING.contains(request.getMethod()) || path.startsWith("/git/") || path.equals("/api/v2/spans")
				|| path.equals("/api/v1/build-server/events") || path.endsWith("/dry-run");
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Authentication who = SecurityContextHolder.getContext().getAuthentication();
		int status = 500;
		try {
			chain.doFilter(request, response);
			status = response.getStatus();
		}
		catch (org.springframework.security.access.AccessDeniedException ex) {
			status = 403;
			throw ex;
		}
		finally {
			append((who != null) ? who.getName() : "anonymous", request, status);
		}
	}

	private void append(String actor, HttpServletRequest request, int status) {
		String path = request.getRequestURI();
		try {
			this.audit.append(new AuditLog.Entry(0, this.clock.instant().truncatedTo(ChronoUnit.MILLIS), actor,
					request.getMethod(), path.substring(0, Math.min(path.length(), 500)), status));
		}
		catch (RuntimeException ex) {
			log.error("Could not write to the audit log: {} {} {} {}", actor, request.getMethod(), path, status, ex);
		}
	}

}
