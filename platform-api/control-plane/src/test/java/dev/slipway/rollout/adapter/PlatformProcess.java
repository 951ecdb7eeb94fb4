package dev.slipway.rollout.adapter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.slipway.flow.Transition;
import dev.slipway.repository.Repositories;
import dev.slipway.rollout.NoGates;
import dev.slipway.rollout.NoRules;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseRequest;
import dev.slipway.rollout.ReleaseRequest.StrategyChanges;
import dev.slipway.rollout.Releases;
import org.jspecify.annotations.NullUnmarked;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;

/**
 * A platform with its database on disk, in a process of its own, that can be killed. It
 * releases some services again and again, with the {@link #BEHAVIOURS} in turn, and goes
 * on where an earlier one left off. When it is told that this is enough, it lets the live
 * ones end and tells what became of all.
 */
@NullUnmarked
final class PlatformProcess {

	/** What each service is released with, one after the other, and then again. */
	private static final List<String> BEHAVIOURS = List.of("a1:four", "b2:four:steps", "c3:four:turn",
			"d4:four:hasty:never");

	/** The image whose pods are never ready, where pods are simulated. */
	static final String NEVER_READY = "shop/never@sha256:1";

	private PlatformProcess() {
	}

	/** How the so-manyth release behaves. */
	static String behaviour(int number) {
		return BEHAVIOURS.get((number - 1) % BEHAVIOURS.size());
	}

	/**
	 * Takes the state directory, the number of services, the file that says that it is
	 * enough, and the one to tell the end in.
	 */
	public static void main(String[] arguments) throws Exception {
		int services = Integer.parseInt(arguments[1]);
		Path enough = Path.of(arguments[2]);
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(WiringTest.Wiring.class)
			.web(WebApplicationType.NONE)
			.properties("slipway.state=" + arguments[0], "spring.main.banner-mode=off")
			.run()) {
			Releases releases = context.getBean(Releases.class);
			boolean busy = true;
			while (busy) {
				busy = false;
				for (int service = 0; service < services; service++) {
					busy |= busy(releases, "orders" + service, Files.exists(enough));
				}
				LockSupport.parkNanos(20_000_000);
			}
			Files.writeString(Path.of(arguments[3]),
					IntStream.range(0, services)
						.mapToObj((service) -> tell(releases, "orders" + service))
						.collect(Collectors.joining()));
		}
	}

	/** Whether a release is live; asks for the next one when none is. */
	private static boolean busy(Releases releases, String service, boolean enough) {
		int last = releases.list(service, "dev", Integer.MAX_VALUE, 1)
			.stream()
			.findFirst()
			.map(Release::number)
			.orElse(0);
		if (releases.live(service, "dev").isPresent()) {
			return true;
		}
		if (enough) {
			return false;
		}
		String behaviour = behaviour(last + 1);
		String image = behaviour.endsWith(":never") ? NEVER_READY : "shop/orders@sha256:1";
		releases
			.request(new ReleaseRequest("shop", service, "dev", image, behaviour, 1, StrategyChanges.none(), "sam"));
		return true;
	}

	/** {@code orders0 TAB 2 TAB SUCCEEDED TAB reason|reason|...}, newest first. */
	private static String tell(Releases releases, String service) {
		return releases.list(service, "dev", Integer.MAX_VALUE, 100)
			.stream()
			.map((release) -> String.join("\t", service, Integer.toString(release.number()),
					String.valueOf(release.outcome()),
					releases.history(release).stream().map(Transition::reason).collect(Collectors.joining("|"))) + "\n")
			.collect(Collectors.joining());
	}

	/** Keeps the wiring out of the scans of other tests. */
	static final class WiringTest {

		private WiringTest() {
		}

		@Configuration(proxyBeanMethods = false)
		@Import({ NoGates.class, NoRules.class })
		@EnableAutoConfiguration
		@ComponentScan(
				basePackages = { "dev.slipway.database", "dev.slipway.flow.adapter", "dev.slipway.environments.adapter",
						"dev.slipway.rollout.adapter" },
				excludeFilters = @Filter(type = FilterType.REGEX, pattern = ".*Test\\$.*"))
		static class Wiring {

			@Bean
			Repositories repositories() {
				return new FixtureRepositories();
			}

		}

	}

}
