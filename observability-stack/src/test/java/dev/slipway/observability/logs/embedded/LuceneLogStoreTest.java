package dev.slipway.observability.logs.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.slipway.observability.LogPosition;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.logs.LogHit;
import dev.slipway.observability.logs.LogQuery;
import dev.slipway.observability.logs.LogRecord;
import dev.slipway.observability.logs.LogRecords;
import dev.slipway.observability.logs.LogStore;
import dev.slipway.observability.logs.LogStoreContract;
import dev.slipway.observability.logs.LogTail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The contract, and what only the embedded store has: slices, retention, restarts. */
class LuceneLogStoreTest extends LogStoreContract {

	private static final Clock NOON = Clock.fixed(LogRecords.NOON, ZoneOffset.UTC);

	private Path folder = Path.of("");

	private LuceneLogStore store;

	@BeforeEach
	void open(@TempDir Path temporary) {
		this.folder = temporary;
		this.store = LuceneLogStore.open(options(1 << 30, Duration.ofDays(7)), NOON);
	}

	@AfterEach
	void close() {
		this.store.close();
	}

	private LuceneLogOptions options(long maxBytes, Duration maxAge) {
		return new LuceneLogOptions(this.folder, maxBytes, maxAge, Duration.ofDays(1));
	}

	@Override
	protected LogStore store() {
		return this.store;
	}

	@Override
	protected void refresh() {
	}

	private List<String> messages(LogQuery query) {
		return this.store.search(query, QueryScope.everything())
			.hits()
			.stream()
			.map((hit) -> hit.record().message())
			.toList();
	}

	private void reopen(LuceneLogOptions options) {
		this.store.close();
		this.store = LuceneLogStore.open(options, NOON);
	}

	@Test
	void recordsAndPositionsOutliveARestart() {
		this.store.append(List.of(LogRecords.info("one"), LogRecords.info("two")));
		reopen(options(1 << 30, Duration.ofDays(7)));
		this.store.append(List.of(LogRecords.info("three")));
		assertThat(messages(LogQuery.text(""))).containsExactly("three", "two", "one");
		assertThat(this.store.position("orders-r1-abc/app/0")).contains(new LogPosition(LogRecords.NOON, 1));
	}

	@Test
	void aTailOpenedAfterARestartSeesOnlyWhatIsNew() {
		this.store.append(List.of(LogRecords.info("old")));
		reopen(options(1 << 30, Duration.ofDays(7)));
		LogTail tail = this.store.tail(LogQuery.text(""), QueryScope.everything());
		this.store.append(List.of(LogRecords.info("new")));
		assertThat(tail.poll()).extracting((hit) -> hit.record().message()).containsExactly("new");
	}

	@Test
	void theOldestGoFirstWhenThereIsTooMuch() throws IOException {
		reopen(options(400_000, Duration.ofDays(7)));
		int written = 0;
		for (int batch = 0; batch < 60; batch++) {
			List<LogRecord> records = new ArrayList<>();
			for (int i = 0; i < 200; i++) {
				records.add(LogRecords.at(LogRecords.NOON.minusSeconds(7200).plusMillis(written), LogRecords.ORDERS,
						"INFO", "line " + written++ + " " + Integer.toHexString(written * 7919), null, Map.of()));
			}
			this.store.append(records);
			this.store.maintain();
		}
		assertThat(size()).isLessThan(600_000);
		List<String> newest = messages(LogQuery.text("").page(1000, null));
		assertThat(newest).hasSize(1000);
		assertThat(newest.get(0)).startsWith("line " + (written - 1) + " ");
		assertThat(messages(LogQuery.text("\"line 0\""))).isEmpty();
		reopen(options(400_000, Duration.ofDays(7)));
		assertThat(messages(LogQuery.text("").page(1000, null))).isEqualTo(newest);
	}

	@Test
	void recordsTooOldAreDropped() {
		reopen(options(1 << 30, Duration.ofDays(7)));
		this.store.append(List.of(LogRecords.at(LogRecords.NOON.minus(Duration.ofDays(9)), LogRecords.ORDERS, "INFO",
				"ancient", null, Map.of())));
		this.store.maintain();
		this.store.append(List.of(LogRecords.info("fresh")));
		this.store.maintain();
		assertThat(messages(LogQuery.text(""))).containsExactly("fresh");
	}

	@Test
	void pagesAndTailsGoOnOverSlices() {
		reopen(options(10, Duration.ofDays(7000)));
		LogTail tail = this.store.tail(LogQuery.text(""), QueryScope.everything());
		List<String> tailed = new ArrayList<>();
		this.store.append(List.of(LogRecords.info("a"), LogRecords.info("b")));
		tail.poll().stream().map((LogHit hit) -> hit.record().message()).forEach(tailed::add);
		this.store.append(List.of(LogRecords.info("c")));
		tail.poll().stream().map((LogHit hit) -> hit.record().message()).forEach(tailed::add);
		assertThat(tailed).containsExactly("a", "b", "c");
	}

	@Test
	void aDamagedSliceIsSetAsideAndSaid() throws IOException {
		this.store.append(List.of(LogRecords.info("lost")));
		this.store.close();
		try (Stream<Path> files = Files.walk(this.folder)) {
			for (Path file : files.filter((f) -> f.getFileName().toString().startsWith("segments_")).toList()) {
				Files.writeString(file, "not an index");
			}
		}
		this.store = LuceneLogStore.open(options(1 << 30, Duration.ofDays(7)), NOON);
		this.store.append(List.of(LogRecords.info("goes on")));
		assertThat(messages(LogQuery.text(""))).containsExactly("goes on");
		try (Stream<Path> files = Files.list(this.folder)) {
			assertThat(files.map((file) -> file.getFileName().toString())).anyMatch((n) -> n.startsWith("damaged-"));
		}
	}

	@Test
	void readingGoesOnWhileTheOldestIsDropped() {
		reopen(options(100_000, Duration.ofDays(7)));
		for (int i = 0; i < 30; i++) {
			List<LogRecord> records = new ArrayList<>();
			for (int j = 0; j < 100; j++) {
				records.add(LogRecords.info("line " + i + " " + j + " " + Math.random()));
			}
			this.store.append(records);
			this.store.maintain();
			assertThat(messages(LogQuery.text("line " + i))).isNotEmpty();
		}
	}

	private long size() throws IOException {
		try (Stream<Path> files = Files.walk(this.folder)) {
			return files.filter(Files::isRegularFile).mapToLong((file) -> file.toFile().length()).sum();
		}
	}

}
