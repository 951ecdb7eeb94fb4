package dev.slipway.observability.logs;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.slipway.observability.LogSink;
import dev.slipway.observability.LogStream;
import dev.slipway.observability.QueryScope;
import dev.slipway.observability.logs.embedded.LuceneLogOptions;
import dev.slipway.observability.logs.embedded.LuceneLogStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** No line is lost and none doubled, whatever breaks between the source and the store. */
class LogShipperTest {

	private static final LogStream STREAM = new LogStream("uid/app/0", LogRecords.ORDERS);

	private static final Clock CLOCK = Clock.systemUTC();

	private static List<String> stored(LogStore store) {
		List<String> messages = new ArrayList<>();
		store.search(LogQuery.text("").page(1000, null), QueryScope.everything())
			.hits()
			.forEach((hit) -> messages.add(0, hit.record().message()));
		return messages;
	}

	/** The whole log of a container, as it can be read again: three lines an instant. */
	private static void replay(LogSink.Feed feed, int from, int to) throws InterruptedException {
		for (int i = from; i < to; i++) {
			feed.line(LogRecords.NOON.plusMillis(i / 3), "line " + i);
		}
	}

	private static List<String> lines(int count) {
		List<String> lines = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			lines.add("line " + i);
		}
		return lines;
	}

	@Test
	void linesReadAgainAreDropped(@TempDir Path folder) throws InterruptedException {
		try (LuceneLogStore store = LuceneLogStore.open(LuceneLogOptions.in(folder), CLOCK)) {
			LogShipper shipper = new LogShipper(store, CLOCK);
			shipper.start();
			replay(shipper.open(STREAM), 0, 50);
			replay(shipper.open(STREAM), 0, 70);
			replay(shipper.open(STREAM), 48, 100);
			shipper.close();
			assertThat(stored(store)).isEqualTo(lines(100));
		}
	}

	@Test
	void aRestartGoesOnWhereTheStoreEnds(@TempDir Path folder) throws InterruptedException {
		for (int run = 1; run <= 4; run++) {
			try (LuceneLogStore store = LuceneLogStore.open(LuceneLogOptions.in(folder), CLOCK)) {
				LogShipper shipper = new LogShipper(store, CLOCK);
				shipper.start();
				LogSink.Feed feed = shipper.open(STREAM);
				assertThat(feed.since()).isEqualTo((run == 1) ? Optional.empty()
						: Optional.of(LogRecords.NOON.plusMillis(((run - 1) * 20 - 1) / 3)));
				replay(feed, 0, run * 20);
				shipper.close();
			}
		}
		try (LuceneLogStore store = LuceneLogStore.open(LuceneLogOptions.in(folder), CLOCK)) {
			assertThat(stored(store)).isEqualTo(lines(80));
		}
	}

	@Test
	void aLineAloneIsFoundWithoutWaitingForMore(@TempDir Path folder) throws InterruptedException {
		try (LuceneLogStore store = LuceneLogStore.open(LuceneLogOptions.in(folder), CLOCK);
				LogShipper shipper = new LogShipper(store, CLOCK)) {
			shipper.start();
			LogTail tail = store.tail(LogQuery.text("alone"), QueryScope.everything());
			shipper.open(STREAM).line(Instant.now(), "all alone");
			Awaitility.await()
				.pollInterval(Duration.ofMillis(20))
				.atMost(Duration.ofSeconds(60))
				.until(() -> tail.poll().size() == 1);
		}
	}

}
