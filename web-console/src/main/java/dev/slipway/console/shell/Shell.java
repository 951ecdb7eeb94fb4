package dev.slipway.console.shell;

import java.util.Locale;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What the layout needs on every page. */
@ControllerAdvice(basePackages = "dev.slipway.console")
class Shell {

	private final String url;

	Shell(@Value("${slipway.url}") String url) {
		this.url = url;
	}

	@ModelAttribute("me")
	@Nullable Me me() {
		Authentication who = SecurityContextHolder.getContext().getAuthentication();
		return (who != null && who.getPrincipal() instanceof Actor actor) ? new Me(actor) : null;
	}

	@ModelAttribute("path")
	String path(HttpServletRequest request) {
		return request.getRequestURI();
	}

	@ModelAttribute("platformUrl")
	String platformUrl() {
		return this.url;
	}

	@ModelAttribute("show")
	Formats formats() {
		return Formats.INSTANCE;
	}

	/**
	 * Who looks at the page.
	 *
	 * @param actor with role and teams
	 */
	record Me(Actor actor) {

		public String name() {
			return this.actor.name();
		}

		public String role() {
			return this.actor.role().name();
		}

		public boolean operator() {
			return this.actor.role().compareTo(Role.OPERATOR) >= 0;
		}

		public boolean developer() {
			return this.actor.role().compareTo(Role.DEVELOPER) >= 0;
		}

		/** Whether it may act in that role, written as in the API, for that team. */
		public boolean may(String role, String team) {
			try {
				return this.actor.may(Role.valueOf(role.toUpperCase(Locale.ROOT)), team);
			}
			catch (IllegalArgumentException ex) {
				// A role that nobody has.
				return admin();
			}
		}

		public boolean admin() {
			return this.actor.role() == Role.ADMIN;
		}

	}

}
