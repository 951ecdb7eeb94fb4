package dev.slipway.test;

import java.lang.reflect.Constructor;
import java.security.Principal;
import java.util.function.Supplier;

import dev.slipway.access.Actor;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.test.web.servlet.setup.StandaloneMockMvcBuilder;

/** Controllers as the platform serves them, called by whom a test says. */
public final class Api {

	private Api() {
	}

	/** The controllers with the platform's own way to say problems. */
	public static MockMvc of(Supplier<Actor> actor, Object... controllers) {
		return set(actor, controllers).build();
	}

	/**
	 * The same, where repeats are recognised by their keys.
	 * @param context with the beans of {@code api.adapter}
	 */
	public static MockMvc idempotent(ApplicationContext context, Supplier<Actor> actor, Object... controllers) {
		Filter keys = context.getBean("idempotency", FilterRegistrationBean.class).getFilter();
		Filter principal = (request, response, chain) -> chain
			.doFilter(new HttpServletRequestWrapper((HttpServletRequest) request) {

				@Override
				public Principal getUserPrincipal() {
					return () -> actor.get().name();
				}

			}, response);
		return set(actor, controllers).addFilters(principal, keys).build();
	}

	private static StandaloneMockMvcBuilder set(Supplier<Actor> actor, Object... controllers) {
		return MockMvcBuilders.standaloneSetup(controllers)
			.setControllerAdvice(problems())
			.setCustomArgumentResolvers(new ActorParameter(actor));
	}

	private static Object problems() {
		try {
			Constructor<?> constructor = Class.forName("dev.slipway.api.ProblemAdvice").getDeclaredConstructor();
			constructor.setAccessible(true);
			return constructor.newInstance();
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
