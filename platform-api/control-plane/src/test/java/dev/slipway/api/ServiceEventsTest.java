package dev.slipway.api;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import dev.slipway.test.SettableClock;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What of all services somebody who follows them gets. */
@NullUnmarked
class ServiceEventsTest {

	private final SettableClock clock = new SettableClock();

	private final Set<String> seen = new HashSet<>(Set.of("orders"));

	private final List<String> asked = new ArrayList<>();

	private final ServiceEvents events = new ServiceEvents(Pattern.compile("services/([^/]+)/builds/\\d+"),
			Set.of("build", "result"), (service) -> {
				this.asked.add(service);
				return this.seen.contains(service);
			}, this.clock);

	@Test
	void takesWhatItNamesOfServicesThatAreSeen() {
		assertThat(this.events.test("services/orders/builds/3", "build")).isTrue();
		assertThat(this.events.test("services/orders/builds/3", "log")).isFalse();
		assertThat(this.events.test("services/secret/builds/3", "build")).isFalse();
		assertThat(this.events.test("services/orders/environments/dev/releases/3", "result")).isFalse();
	}

	@Test
	void asksOnceForAWhile() {
		for (int i = 0; i < 5; i++) {
			this.events.test("services/orders/builds/" + i, "build");
			this.events.test("services/secret/builds/" + i, "result");
			this.events.test("services/other/builds/" + i, "log");
		}
		assertThat(this.asked).containsExactly("orders", "secret");
	}

	@Test
	void whatChangesHandsIsNoticed() {
		assertThat(this.events.test("services/orders/builds/1", "build")).isTrue();
		this.seen.clear();
		this.clock.advance(ServiceEvents.KEPT);
		assertThat(this.events.test("services/orders/builds/2", "build")).isFalse();
		this.seen.add("orders");
		this.clock.advance(ServiceEvents.KEPT);
		assertThat(this.events.test("services/orders/builds/3", "build")).isTrue();
	}

	@Test
	void forgetsServicesThatAreSilent() {
		for (int i = 0; i <= ServiceEvents.MANY; i++) {
			this.events.test("services/s" + i + "/builds/1", "build");
		}
		this.clock.advance(ServiceEvents.KEPT);
		this.events.test("services/orders/builds/1", "build");
		assertThat(this.events.size()).isEqualTo(1);
	}

}
