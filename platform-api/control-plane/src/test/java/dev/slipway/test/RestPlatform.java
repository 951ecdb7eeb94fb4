package dev.slipway.test;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.slipway.catalog.Catalog;
import dev.slipway.rollout.NoGates;
import dev.slipway.rollout.NoRules;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.type.filter.RegexPatternTypeFilter;

/**
 * What the REST API of releases stands on: the real engine and stores, in memory, and the
 * service {@code orders}. The cluster is away unless a test puts its kubeconfig into the
 * state.
 */
public final class RestPlatform {

	private final Path state;

	private final List<String> packages = new ArrayList<>(List.of("dev.slipway.flow.adapter",
			"dev.slipway.environments.adapter", "dev.slipway.rollout.adapter", "dev.slipway.rollout.web"));

	private final Map<Class<?>, Object> beans = new LinkedHashMap<>();

	/**
	 * Nothing is started yet.
	 * @param state its state directory
	 */
	public RestPlatform(Path state) {
		this.state = state;
		with(Catalog.class, new OneService());
		with(Clock.class, Clock.systemUTC());
	}

	/** Takes this one, even where a feature brings its own. */
	public <T> RestPlatform with(Class<T> type, T bean) {
		this.beans.put(type, bean);
		return this;
	}

	/** Takes what other features bring, too. */
	public RestPlatform scanning(String... more) {
		this.packages.addAll(List.of(more));
		return this;
	}

	/** Starts it. */
	public ConfigurableApplicationContext start(String... properties) {
		String[] all = Stream
			.concat(Stream.of("slipway.state=" + this.state, "spring.main.banner-mode=off"), Stream.of(properties))
			.toArray(String[]::new);
		return new SpringApplicationBuilder(MemoryDatabase.class, NoGates.class, NoRules.class)
			.web(WebApplicationType.NONE)
			.initializers((context) -> fill((GenericApplicationContext) context))
			.properties(all)
			.run();
	}

	private void fill(GenericApplicationContext context) {
		ClassPathBeanDefinitionScanner scanner = new ClassPathBeanDefinitionScanner(context, true,
				context.getEnvironment());
		scanner.addExcludeFilter(new RegexPatternTypeFilter(Pattern.compile(".*Test\\$.*")));
		scanner.scan(this.packages.toArray(String[]::new));
		this.beans.forEach((type, bean) -> register(context, type, bean));
	}

	private static <T> void register(GenericApplicationContext context, Class<T> type, Object bean) {
		context.registerBean("given" + type.getSimpleName(), type, () -> type.cast(bean),
				(BeanDefinition definition) -> definition.setPrimary(true));
	}

}
