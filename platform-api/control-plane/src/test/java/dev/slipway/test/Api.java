package dev.slipway.test;

import java.lang.reflect.Constructor;
import java.util.function.Supplier;

import dev.slipway.access.Actor;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** Controllers as the platform serves them, called by whom a test says. */
public final class Api {

	private Api() {
	}

	/** The controllers with the platform's own way to say problems. */
	public static MockMvc of(Supplier<Actor> actor, Object... controllers) {
		return MockMvcBuilders.standaloneSetup(controllers)
			.setControllerAdvice(problems())
			.setCustomArgumentResolvers(new ActorParameter(actor))
			.build();
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
