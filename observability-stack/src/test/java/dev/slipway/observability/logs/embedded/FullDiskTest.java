package dev.slipway.observability.logs.embedded;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.slipway.observability.QueryScope;
import dev.slipway.observability.StoreHealth;
import dev.slipway.observability.logs.LogQuery;
import dev.slipway.observability.logs.LogRecord;
import dev.slipway.observability.logs.LogRecords;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** On a full disk the oldest go first, it is said, and everything else goes on. */
@NullUnmarked
class FullDiskTest {

	private static final Clock NOON = Clock.fixed(LogRecords.NOON, ZoneOffset.UTC);

	private static final long MEGABYTE = 1 << 20;

	private final Random random = new Random(3);

	private SmallDisk disk;

	private LuceneLogStore store;

	private int written;

	@BeforeEach
	void open(@TempDir Path folder) {
		this.disk = new SmallDisk(folder, 100 * MEGABYTE);
		this.store = LuceneLogStore.open(
				new LuceneLogOptions(folder, 10 * MEGABYTE, Duration.ofDays(7), Duration.ofDays(1), 2 * MEGABYTE), NOON,
				this.disk);
	}

	@AfterEach
	void close() {
		this.disk.size(Long.MAX_VALUE);
		this.store.close();
	}

	/** About 100 kB on the disk. */
	private List<LogRecord> batch() {
		List<LogRecord> records = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			StringBuilder text = new StringBuilder("line " + this.written++);
			for (int word = 0; word < 60; word++) {
				text.append(' ').append(Long.toString(this.random.nextLong(), 36));
			}
			records.add(LogRecords.at(LogRecords.NOON.minusSeconds(3600).plusMillis(this.written), LogRecords.ORDERS,
					"INFO", text.toString(), null, Map.of()));
		}
		return records;
	}

	/** As the shipper does: what fails is tried again. */
	private int append() {
		List<LogRecord> batch = batch();
		for (int attempt = 0; attempt < 20; attempt++) {
			try {
				this.store.append(batch);
				this.store.maintain();
				return attempt;
			}
			catch (IllegalStateException ex) {
				assertThat(ex).hasMessageContaining("no space is left on the disk");
			}
		}
		throw new AssertionError(this.store.health().detail());
	}

	private boolean finds(int line) {
		return !this.store.search(LogQuery.text("\"line " + line + "\""), QueryScope.everything()).hits().isEmpty();
	}

	@Test
	void beforeTheDiskIsFullTheOldestMakeRoomForOthers() {
		for (int i = 0; i < 32; i++) {
			append();
		}
		assertThat(finds(0)).isTrue();
		assertThat(this.store.health().detail()).doesNotContain("oldest");
		this.disk.others(96 * MEGABYTE);
		append();
		assertThat(finds(0)).as("the oldest").isFalse();
		assertThat(finds(this.written - 1)).as("the newest").isTrue();
		StoreHealth health = this.store.health();
		assertThat(health.up()).isTrue();
		assertThat(health.detail()).contains("nearly full", "the oldest logs went", "slipway.logs.max-size");
		assertThat(health.figures().get("droppedForRoom")).isPositive();
	}

	@Test
	void aDiskThatIsFullAtOnceLosesTheOldestAndTakesWhatIsNew() {
		for (int i = 0; i < 32; i++) {
			append();
		}
		this.disk.others(96 * MEGABYTE + 500_000);
		int refused = 0;
		for (int i = 0; i < 12; i++) {
			refused += append();
		}
		assertThat(finds(0)).isFalse();
		assertThat(finds(this.written - 1)).isTrue();
		assertThat(this.store.health().up()).isTrue();
		assertThat(this.store.health().detail()).contains("the oldest logs went");
		assertThat(refused).as("it recovers by itself").isLessThan(12 * 20);
	}

	@Test
	void withoutAnyRoomItIsSaidAndSearchGoesOn() {
		append();
		this.disk.others(100 * MEGABYTE);
		boolean failed = false;
		for (int i = 0; i < 3; i++) {
			try {
				this.store.append(batch());
				this.store.maintain();
			}
			catch (IllegalStateException ex) {
				failed = true;
			}
		}
		assertThat(failed).isTrue();
		assertThat(this.store.health().up()).isFalse();
		assertThat(this.store.health().detail()).contains("no space is left on the disk");
		assertThat(this.store.search(LogQuery.text("line"), QueryScope.everything()).hits()).isNotNull();
		this.disk.others(0);
		append();
		assertThat(this.store.health().up()).isTrue();
		assertThat(finds(this.written - 1)).isTrue();
	}

}
