package dev.slipway.onboarding.web;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiPredicate;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.LiveEvents;
import dev.slipway.environments.Environment;
import dev.slipway.environments.Environments;
import dev.slipway.pipeline.Pipelines;
import dev.slipway.repository.GitAuthority;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.support.ConversionServiceFactoryBean;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.converter.Converter;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The web part with what it stands on; only the cluster and the build server are fakes.
 */
@Configuration
@EnableWebMvc
@ComponentScan({ "dev.slipway.scaffold.adapter", "dev.slipway.scaffold.web", "dev.slipway.catalog.adapter",
		"dev.slipway.catalog.web", "dev.slipway.onboarding.adapter", "dev.slipway.onboarding.web" })
@ComponentScan(basePackages = "dev.slipway.repository.adapter",
		excludeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = GitAuthority.class))
@ComponentScan(basePackages = "dev.slipway.api", useDefaultFilters = false,
		includeFilters = @Filter(type = FilterType.ANNOTATION, classes = RestControllerAdvice.class))
class SliceConfiguration implements WebMvcConfigurer {

	static Actor actor = new Actor("ann", Role.DEVELOPER, Set.of("shop"));

	SliceConfiguration() {
		actor = new Actor("ann", Role.DEVELOPER, Set.of("shop"));
	}

	@Bean
	static PropertySourcesPlaceholderConfigurer properties() {
		return new PropertySourcesPlaceholderConfigurer();
	}

	@Bean
	static ConversionServiceFactoryBean conversionService() {
		ConversionServiceFactoryBean factory = new ConversionServiceFactoryBean();
		factory.setConverters(Set.of(new DataSizes()));
		return factory;
	}

	@Bean
	GitAuthority nobody() {
		return (token, team, name, purpose) -> java.util.Optional.empty();
	}

	@Override
	public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
		resolvers.add(new HandlerMethodArgumentResolver() {

			@Override
			public boolean supportsParameter(MethodParameter parameter) {
				return parameter.getParameterType() == Actor.class;
			}

			@Override
			public Object resolveArgument(MethodParameter parameter,
					@org.jspecify.annotations.Nullable ModelAndViewContainer container, NativeWebRequest request,
					@org.jspecify.annotations.Nullable WebDataBinderFactory factory) {
				return actor;
			}
		});
	}

	/** As Boot converts. */
	private static final class DataSizes implements Converter<String, DataSize> {

		@Override
		public DataSize convert(String text) {
			return DataSize.parse(text);
		}

	}

	/** The cluster and the build server. */
	static final class Fakes implements Pipelines, Environments {

		final List<String> calls = new CopyOnWriteArrayList<>();

		boolean failing;

		@Override
		public void ensure(String team, String service) {
			this.calls.add("pipeline " + service);
		}

		@Override
		public void remove(String team, String service) {
			this.calls.add("no pipeline " + service);
		}

		@Override
		public List<Environment> all() {
			return List.of(get("dev"));
		}

		@Override
		public Environment get(String name) {
			return new Environment(name, "local");
		}

		@Override
		public String ensureNamespace(Environment environment, String team) {
			if (this.failing) {
				throw new IllegalStateException("the cluster is away");
			}
			this.calls.add("namespace " + environment.name());
			return environment.namespace(team);
		}

		@Override
		public void ensureDatabase(Environment environment, String team, String service) {
			this.calls.add("database " + environment.name());
		}

		@Override
		public void remove(Environment environment, String team, String service) {
			this.calls.add("nothing in " + environment.name());
		}

	}

	/** Keeps what was published. */
	record Topics(List<String> events) implements LiveEvents {

		@Override
		public void publish(String topic, String event, Object payload) {
			this.events.add(topic + " " + event);
		}

		@Override
		public SseEmitter subscribe(String topic, BiPredicate<String, String> wanted) {
			return new SseEmitter();
		}

	}

}
