package dev.slipway.analysis.adapter;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import dev.slipway.analysis.Cases;
import dev.slipway.analysis.RailMemory.Kept;
import dev.slipway.analysis.RailState;
import dev.slipway.analysis.RailState.Counter;
import dev.slipway.analysis.RailState.Side;
import dev.slipway.judge.Counts;
import dev.slipway.judge.Sides;
import dev.slipway.judge.Watch;
import dev.slipway.test.Databases;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What guard rails have seen, in every database. */
@NullUnmarked
@ParameterizedClass
@EnumSource(Databases.class)
class JdbcRailMemoryTest {

	private static final Instant NOON = Instant.parse("2026-01-05T12:00:00.000456789Z");

	private static final Sides<Counts> SEEN = Sides.of(new Counts(1, 90), new Counts(3, 10));

	private final JdbcClient jdbc;

	private final JdbcRailMemory memory;

	JdbcRailMemoryTest(Databases database) {
		DataSource dataSource = database.fresh();
		this.jdbc = Databases.client(dataSource);
		this.memory = new JdbcRailMemory(this.jdbc);
	}

	private static RailState state(Watch life, Watch recent, int counters) {
		List<Counter> many = IntStream.range(0, counters)
			.mapToObj((i) -> new Counter(Map.of("pod", "orders-r2-" + i, "uri", "/orders/{id}", "status", "500"),
					1e9 + i / 3.0, i / 7.0))
			.toList();
		return new RailState(new Side(true, many, 3, 10), new Side(false, List.of(), 0, 0),
				new RailState.Evidence(life, recent, 7, NOON.plusSeconds(9)), NOON, null);
	}

	@Test
	void everyKindOfWatchIsReadAsItWas() {
		for (Watch watch : List.of(Watch.rate("5xx", 0.01, 0.01), Watch.failures("5xx", 2),
				Watch.comparison("5xx", 1.5, 0.01))) {
			RailState state = state(watch.plus(SEEN), watch, 2);
			String rail = watch.getClass().getSimpleName();
			assertThat(this.memory.find(Cases.CANDIDATE, rail)).isNull();
			assertThat(this.memory.keep(Cases.CANDIDATE, rail, 0, state)).isTrue();
			assertThat(this.memory.find(Cases.CANDIDATE, rail)).isEqualTo(new Kept(1, state));
		}
	}

	@Test
	void whoKnowsNotWhatIsKeptKeepsNothing() {
		Watch watch = Watch.failures("5xx", 2);
		RailState first = state(watch, watch, 1);
		RailState second = state(watch.plus(SEEN), watch, 1);
		assertThat(this.memory.keep(Cases.CANDIDATE, "g", 0, first)).isTrue();
		assertThat(this.memory.keep(Cases.CANDIDATE, "g", 0, second)).isFalse();
		assertThat(this.memory.keep(Cases.CANDIDATE, "g", 1, second)).isTrue();
		assertThat(this.memory.keep(Cases.CANDIDATE, "g", 1, first)).isFalse();
		assertThat(this.memory.find(Cases.CANDIDATE, "g")).isEqualTo(new Kept(2, second));
		assertThat(this.memory.find(Cases.STABLE, "g")).isNull();
	}

	@Test
	void aStreakReplacesTheOneBefore() {
		assertThat(this.memory.streak(Cases.CANDIDATE, "1/ready")).isZero();
		this.memory.keepStreak(Cases.CANDIDATE, "1/ready", 2);
		this.memory.keepStreak(Cases.CANDIDATE, "1/ready", -1);
		assertThat(this.memory.streak(Cases.CANDIDATE, "1/ready")).isEqualTo(-1);
		assertThat(this.memory.streak(Cases.STABLE, "1/ready")).isZero();
	}

	@Test
	void manyCountersFit() {
		Watch watch = Watch.failures("5xx", 2);
		RailState state = state(watch, watch, 10_000);
		assertThat(this.memory.keep(Cases.CANDIDATE, "g", 0, state)).isTrue();
		assertThat(this.memory.find(Cases.CANDIDATE, "g")).isEqualTo(new Kept(1, state));
	}

	@Test
	void whatIsTooLongIsRefusedAndWhatCannotBeReadIsNone() {
		Watch watch = Watch.failures("5xx", 2);
		List<Counter> many = IntStream.range(0, 40_000)
			.mapToObj((i) -> new Counter(
					Map.of("pod", UUID.nameUUIDFromBytes(new byte[] { (byte) i, (byte) (i >> 8) }).toString()),
					i * 1e9 / 7, i / 7.0))
			.toList();
		RailState state = state(watch, watch, 1);
		RailState tooLong = new RailState(new Side(true, many, 3, 10), null, state.evidence(), NOON, null);
		assertThatIllegalArgumentException().isThrownBy(() -> this.memory.keep(Cases.CANDIDATE, "g", 0, tooLong))
			.withMessageContaining("40000 counters");
		assertThat(this.memory.keep(Cases.CANDIDATE, "g", 0, state)).isTrue();
		for (String garbled : List.of("???", "H4sIAAAA", "")) {
			this.jdbc.sql("UPDATE guard_rail SET state = :state").param("state", garbled).update();
			assertThat(this.memory.find(Cases.CANDIDATE, "g")).isEqualTo(new Kept(1, null));
		}
		assertThat(this.memory.keep(Cases.CANDIDATE, "g", 1, state)).isTrue();
		assertThat(this.memory.find(Cases.CANDIDATE, "g")).isEqualTo(new Kept(2, state));
	}

	@Test
	void sinceWhenARailIsWatchedStays() {
		Instant first = this.memory.begun(Cases.CANDIDATE, "g", NOON);
		assertThat(first).isEqualTo(NOON.truncatedTo(ChronoUnit.MICROS));
		assertThat(this.memory.begun(Cases.CANDIDATE, "g", NOON.plusSeconds(600))).isEqualTo(first);
		assertThat(this.memory.begun(Cases.CANDIDATE, "h", NOON.plusSeconds(9))).isAfter(first);
	}

	/** Looks are interrupted when they take too long, or when they are not needed. */
	@Test
	void anInterruptedLookLeavesTheDatabaseOpen() {
		Watch watch = Watch.failures("5xx", 2);
		RailState state = state(watch, watch, 300);
		for (int i = 0; i < 20; i++) {
			Thread.currentThread().interrupt();
			assertThat(this.memory.keep(Cases.CANDIDATE, "g", i, state)).isTrue();
			assertThat(this.memory.find(Cases.CANDIDATE, "g")).isEqualTo(new Kept(i + 1, state));
			assertThat(Thread.interrupted()).as("the look still knows it").isTrue();
		}
		this.memory.close();
		assertThat(this.jdbc.sql("SELECT version FROM guard_rail").query(Long.class).single()).isEqualTo(20);
	}

	@Test
	void onlyReleasesThatHaveEndedAreForgotten() {
		Watch watch = Watch.failures("5xx", 2);
		RailState state = state(watch, watch, 1);
		this.memory.keep(Cases.STABLE, "g", 0, state);
		this.memory.keep(Cases.CANDIDATE, "g", 0, state);
		release(1, "TIMESTAMP WITH TIME ZONE '2026-01-05 12:00:00+00'");
		release(2, "NULL");
		this.memory.dropEnded();
		assertThat(this.memory.find(Cases.STABLE, "g")).isNull();
		assertThat(this.memory.find(Cases.CANDIDATE, "g")).isNotNull();
	}

	private void release(int number, String ended) {
		this.jdbc.sql("""
				INSERT INTO release (service, environment, number, team, image, commit_id, replicas, strategy,
				manifests, requested_by, requested_at, ended_at)
				VALUES ('orders', 'dev', :number, 'shop', 'i', 'c', 1, '{}', '[]', 'sam',
				TIMESTAMP WITH TIME ZONE '2026-01-05 11:00:00+00', """ + ended + ")").param("number", number).update();
	}

}
