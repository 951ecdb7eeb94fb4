package dev.slipway.timeline.web;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.test.Api;
import dev.slipway.test.OneService;
import dev.slipway.timeline.Timeline;
import dev.slipway.timeline.TimelineEntry;
import dev.slipway.timeline.TimelineEntry.Kind;
import dev.slipway.timeline.TimelineSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.web.servlet.MockMvc;

import static org.hamcrest.Matchers.contains;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/** The timeline by REST. */
class TimelineApiTest {

	private static final String TIMELINE = "/api/v1/services/orders/timeline";

	private static final Instant NOON = Instant.parse("2026-01-05T12:00:00.000456Z");

	private Actor actor = new Actor("sam", Role.VIEWER, Set.of("shop"));

	private final MockMvc mvc = Api.of(() -> this.actor,
			new TimelineController(new Timeline(List.of(new ThreeBuilds())), new OneService()));

	@Test
	void tellsWhatHappenedInPages() throws Exception {
		this.mvc.perform(get(TIMELINE + "?limit=2"))
			.andExpect(status().isOk())
			.andExpect(jsonPath("$.items[*].title").value(contains("Build #3", "Build #2")))
			.andExpect(jsonPath("$.items[0].kind").value("BUILD"))
			.andExpect(jsonPath("$.items[0].at").value("2026-01-05T12:00:03.000456Z"))
			.andExpect(jsonPath("$.items[0].path").value("/api/v1/services/orders/builds/3"))
			.andExpect(jsonPath("$.nextCursor").value("1767614402000456-1"));
		this.mvc.perform(get(TIMELINE + "?limit=2&cursor=1767614402000456-1"))
			.andExpect(jsonPath("$.items[*].title").value(contains("Build #1")))
			.andExpect(jsonPath("$.nextCursor").doesNotExist());
	}

	@ParameterizedTest
	@ValueSource(strings = { "limit=0", "limit=201", "limit=many", "cursor=x", "cursor=1-", "cursor=-1-0" })
	void namesTheFaultyParameter(String query) throws Exception {
		this.mvc.perform(get(TIMELINE + "?" + query))
			.andExpect(status().isUnprocessableContent())
			.andExpect(jsonPath("$.fields['" + query.substring(0, query.indexOf('=')) + "']").exists());
	}

	@Test
	void isShownToTheTeamOnly() throws Exception {
		this.actor = new Actor("eve", Role.DEVELOPER, Set.of("other"));
		this.mvc.perform(get(TIMELINE)).andExpect(status().isNotFound());
		this.mvc.perform(get("/api/v1/services/unknown/timeline")).andExpect(status().isNotFound());
	}

	private static final class ThreeBuilds implements TimelineSource {

		@Override
		public String name() {
			return "builds";
		}

		@Override
		public List<TimelineEntry> entries(String service, Instant until, int limit) {
			return IntStream.of(3, 2, 1)
				.mapToObj((number) -> new TimelineEntry(Kind.BUILD, NOON.plusSeconds(number), null, null,
						"Build #" + number, "SUCCESS", null, "sam", "/api/v1/services/orders/builds/" + number))
				.filter((entry) -> !entry.at().isAfter(until))
				.limit(limit)
				.toList();
		}

	}

}
