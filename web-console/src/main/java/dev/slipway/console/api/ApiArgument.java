package dev.slipway.console.api;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;

import dev.slipway.access.web.SessionCookie;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Gives page controllers the {@link Api} as a parameter. */
@Configuration(proxyBeanMethods = false)
class ApiArgument implements HandlerMethodArgumentResolver, WebMvcConfigurer {

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(5))
		.build();

	private final Environment environment;

	ApiArgument(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
		resolvers.add(this);
	}

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.getParameterType() == Api.class;
	}

	@Override
	public Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
			NativeWebRequest request, @Nullable WebDataBinderFactory binders) {
		HttpServletRequest servlet = (HttpServletRequest) request.getNativeRequest();
		String port = this.environment.getRequiredProperty("local.server.port");
		String secret = SessionCookie.read(servlet).orElse("");
		return new HttpApi(this.http, "http://127.0.0.1:" + port + "/api/v1", secret);
	}

}
