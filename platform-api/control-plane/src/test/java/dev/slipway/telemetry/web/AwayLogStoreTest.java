package dev.slipway.telemetry.web;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import dev.slipway.observability.StoreHealth;
import dev.slipway.observability.logs.LogStore;
import dev.slipway.observability.logs.elasticsearch.ElasticsearchLogStore;
import dev.slipway.observability.logs.elasticsearch.ElasticsearchOptions;
import dev.slipway.telemetry.Visibility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.core.MethodParameter;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/**
 * Logs asked for while Elasticsearch is away: the API says so, and to whom it may how to
 * mend it.
 */
@NullUnmarked
class AwayLogStoreTest {

	private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

	private static final String ADDRESS = "http://127.0.0.1:1/es";

	private final LogStore away = new ElasticsearchLogStore(ElasticsearchOptions.at(URI.create(ADDRESS)), CLOCK);

	private Actor actor = new Actor("ann", Role.DEVELOPER, Set.of("shop"));

	private final MockMvc mvc = MockMvcBuilders
		.standaloneSetup(new LogController(this.away, new Visibility(new OneService()), new LogTails(), CLOCK))
		.setCustomArgumentResolvers(new Asking())
		.setControllerAdvice(new TelemetryApiTest.Problems(), new StoreProblems())
		.build();

	@Test
	void itIsNoEmptyAnswer() throws Exception {
		this.mvc.perform(get("/api/v1/services/orders/logs").param("query", "payment"))
			.andExpect(status().isServiceUnavailable())
			.andExpect(jsonPath("$.detail").value("The log store does not answer"))
			.andExpect(jsonPath("$.remedy").value(containsString("/api/v1/integrations")));
		this.actor = new Actor("olga", Role.OPERATOR, Set.of());
		this.mvc.perform(get("/api/v1/services/orders/logs"))
			.andExpect(jsonPath("$.detail").value(containsString("Elasticsearch at " + ADDRESS)));
	}

	@Test
	void aQueryThatCannotBeReadIsSaidAllTheSame() throws Exception {
		this.mvc.perform(get("/api/v1/services/orders/logs").param("query", "level:(error"))
			.andExpect(status().is(422))
			.andExpect(jsonPath("$.fields.position").value("12"));
	}

	@Test
	void itsHealthSaysWhatToMend() {
		StoreHealth health = this.away.health();
		assertThat(health.up()).isFalse();
		assertThat(health.detail()).contains("slipway.logs.elasticsearch.url");
		assertThat(health.connection()).isNotNull();
		assertThat(health.connection().address()).isEqualTo(ADDRESS);
	}

	/** Who is set asks. */
	private final class Asking implements HandlerMethodArgumentResolver {

		@Override
		public boolean supportsParameter(MethodParameter parameter) {
			return parameter.getParameterType() == Actor.class;
		}

		@Override
		public Object resolveArgument(MethodParameter parameter, ModelAndViewContainer container,
				NativeWebRequest request, WebDataBinderFactory binder) {
			return AwayLogStoreTest.this.actor;
		}

	}

	/** Service orders of team shop. */
	private static final class OneService implements Catalog {

		private final Service orders = new Service("orders", "shop", "", "", "", "", CLOCK.instant());

		@Override
		public Optional<Service> find(String name) {
			return Optional.of(this.orders).filter((service) -> service.name().equals(name));
		}

		@Override
		public List<Service> search(String query, String team, String afterName, int limit) {
			return List.of();
		}

		@Override
		public void add(Service service) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void remove(String name) {
			throw new UnsupportedOperationException();
		}

	}

}
