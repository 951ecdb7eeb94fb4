package dev.slipway.repository;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import dev.slipway.test.NoRepositories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** No push is lost between git and its listeners. */
class PushesTests {

	private final Journal journal = new Journal();

	private final List<String> told = java.util.Collections.synchronizedList(new ArrayList<>());

	private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

	@AfterEach
	void stop() {
		this.executor.shutdownNow();
	}

	@Test
	void tellsAndSettles() {
		pushes(List.of(this::tell), "c1").announce(push("1", "c1"));
		Awaitility.await().until(() -> this.journal.open().isEmpty());
		assertThat(this.told).containsExactly("shop/orders main c1 ann");
	}

	@Test
	void tellsAgainAfterAListenerFailed() {
		List<String> attempts = new ArrayList<>();
		PushListener failsOnce = (team, name, branch, commit, pusher) -> {
			attempts.add(commit);
			if (attempts.size() == 1) {
				throw new IllegalStateException("not yet");
			}
		};
		pushes(List.of(failsOnce, this::tell), "c1").announce(push("1", "c1"));
		Awaitility.await().until(() -> this.journal.open().isEmpty());
		assertThat(attempts).hasSize(2);
		assertThat(this.told).hasSize(1);
	}

	@Test
	void tellsAtTheNextStartWhatIsTheHeadAndDropsWhatIsNot() {
		this.journal.record(push("1", "overtaken"));
		this.journal.record(push("2", "c2"));
		pushes(List.of(this::tell), "c2").resume();
		Awaitility.await().until(() -> this.journal.open().isEmpty());
		assertThat(this.told).containsExactly("shop/orders main c2 ann");
	}

	@Test
	void aTagIsToldAsOneAlsoAtTheNextStart() {
		List<String> tags = java.util.Collections.synchronizedList(new ArrayList<>());
		PushListener listener = new PushListener() {

			@Override
			public void pushed(String team, String name, String branch, String commit, String pusher) {
				tell(team, name, branch, commit, pusher);
			}

			@Override
			public void tagged(String team, String name, String tag, String commit, String pusher) {
				tags.add(tag + " " + commit);
			}

		};
		this.journal.record(new Push("1", "shop", "orders", Push.TAG + "v1.4.0", "c2", "ann", Instant.EPOCH));
		pushes(List.of(listener), "c2").resume();
		Awaitility.await().until(() -> this.journal.open().isEmpty());
		assertThat(tags).containsExactly("v1.4.0 c2");
		assertThat(this.told).isEmpty();
	}

	private void tell(String team, String name, String branch, String commit, String pusher) {
		this.told.add(team + "/" + name + " " + branch + " " + commit + " " + pusher);
	}

	private Pushes pushes(List<PushListener> listeners, String head) {
		return new Pushes(this.journal, new Heads(head), () -> listeners, this.executor);
	}

	private static Push push(String id, String commit) {
		return new Push(id, "shop", "orders", "main", commit, "ann", Instant.EPOCH);
	}

	/** A journal in memory. */
	static final class Journal implements PushJournal {

		private final Map<String, Push> open = new LinkedHashMap<>();

		@Override
		public synchronized void record(Push push) {
			this.open.putIfAbsent(push.id(), push);
		}

		@Override
		public synchronized void settle(String id) {
			this.open.remove(id);
		}

		@Override
		public synchronized List<Push> open() {
			return List.copyOf(this.open.values());
		}

	}

	/** Repositories whose branches all have one head. */
	private static final class Heads extends NoRepositories {

		private final String commit;

		Heads(String commit) {
			this.commit = commit;
		}

		@Override
		public Optional<String> head(String team, String name, String branch) {
			return Optional.of(this.commit);
		}

		@Override
		public Optional<String> tag(String team, String name, String tag) {
			return Optional.of(this.commit);
		}

	}

}
