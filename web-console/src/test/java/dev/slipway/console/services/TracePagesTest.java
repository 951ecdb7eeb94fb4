package dev.slipway.console.services;

import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import org.springframework.ui.ExtendedModelMap;

import static org.assertj.core.api.Assertions.assertThat;

/** The pages of traces. */
@NullUnmarked
class TracePagesTest {

	private final CannedApi api = new CannedApi()
		.answer("/services/orders", "{\"name\":\"orders\",\"team\":\"shop\",\"cloneUrl\":\"http://x\"}")
		.answer("/environments", "{\"items\":[{\"name\":\"dev\"}]}");

	private final ExtendedModelMap model = new ExtendedModelMap();

	private final TracePages pages = new TracePages(new ServiceFrame());

	private static String span(int id, String parent, String startedAt) {
		return "{\"id\":\"" + id + "\",\"parentId\":" + parent
				+ ",\"name\":\"<b>\",\"service\":\"orders\",\"startedAt\":" + startedAt
				+ ",\"durationMicros\":1000,\"error\":false,\"tags\":{}}";
	}

	private List<?> rows(String... spans) {
		this.api.answer("/services/orders/traces/a1",
				"{\"traceId\":\"a1\",\"spans\":[" + String.join(",", spans) + "]}");
		assertThat(this.pages.one(this.api, this.model, "orders", "a1")).isEqualTo("service/trace");
		return (List<?>) this.model.getAttribute("rows");
	}

	@Test
	void aTraceOfThousandsOfSpansShowsTheFirst() {
		String[] spans = IntStream.range(0, 1500)
			.mapToObj((i) -> span(i, (i > 0) ? "\"0\"" : "null", "\"2026-11-21T12:00:00Z\""))
			.toList()
			.toArray(String[]::new);
		assertThat(rows(spans)).hasSize(1000);
		assertThat(this.model.getAttribute("spans")).isEqualTo(1500);
	}

	@Test
	void oddTracesAreShownAsFarAsTheyGo() {
		assertThat(rows()).isEmpty();
		assertThat(rows(span(1, "\"2\"", "null"), span(2, "\"1\"", "\"2026-11-21T12:00:00Z\""),
				span(3, "\"missing\"", "\"2026-11-21T10:00:00Z\""), span(1, "\"1\"", "\"2026-11-21T12:00:00Z\"")))
			.hasSize(4);
	}

	@Test
	void aStoreThatIsAwayIsAProblemAndNoEmptyList() {
		this.api.refuse("/services/orders/traces", 503);
		this.pages.list(this.api, this.model, "orders", "", "", "1h");
		assertThat(this.model.getAttribute("problem")).isNotNull();
		assertThat(this.model.getAttribute("traces")).isNull();
	}

}
