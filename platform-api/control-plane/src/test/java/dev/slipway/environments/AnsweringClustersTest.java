package dev.slipway.environments;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.TreeSet;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Services in dev and test are on the cluster near, those in prod on the cluster far. */
@NullUnmarked
class AnsweringClustersTest {

	private static final List<String> ALL = List.of("orders/prod", "orders/dev", "stock/prod", "left/gone",
			"stock/test");

	private final List<String> calls = new ArrayList<>();

	private final TreeSet<String> away = new TreeSet<>();

	private final AnsweringClusters clusters = new AnsweringClusters(new Known(), "drift");

	@Test
	void looksAtAllInOrderAndAsksEachClusterOnce() {
		round();
		assertThat(this.calls).containsExactly("asked far", "orders/prod", "asked near", "orders/dev", "stock/prod",
				"stock/test");
	}

	@Test
	void leavesOutAClusterThatDoesNotAnswerAndAsksItLast() {
		this.away.add("far");
		round();
		assertThat(this.calls).containsExactly("asked far", "asked near", "orders/dev", "stock/test");
		this.calls.clear();
		round();
		assertThat(this.calls).as("nobody waits for it")
			.containsExactly("asked near", "orders/dev", "stock/test", "asked far");
		this.away.clear();
		this.calls.clear();
		round();
		assertThat(this.calls).containsExactly("asked near", "orders/dev", "stock/test", "asked far", "orders/prod",
				"stock/prod");
		this.calls.clear();
		round();
		assertThat(this.calls).startsWith("asked far");
	}

	@Test
	void asksAgainWhenALookFailed() {
		this.clusters.each(ALL, AnsweringClustersTest::environment, (one) -> {
			this.calls.add(one);
			if (one.equals("orders/prod")) {
				this.away.add("far");
				return false;
			}
			return true;
		});
		assertThat(this.calls).containsExactly("asked far", "orders/prod", "asked near", "orders/dev", "asked far",
				"stock/test");
	}

	private void round() {
		this.clusters.each(ALL, AnsweringClustersTest::environment, this.calls::add);
	}

	private static String environment(String service) {
		return service.substring(service.indexOf('/') + 1);
	}

	private final class Known implements Environments {

		@Override
		public List<Environment> all() {
			throw new UnsupportedOperationException();
		}

		@Override
		public Environment get(String name) {
			if (name.equals("gone")) {
				throw new NoSuchElementException("There is no environment gone");
			}
			return new Environment(name, name.equals("prod") ? "far" : "near");
		}

		@Override
		public boolean answers(Environment environment) {
			AnsweringClustersTest.this.calls.add("asked " + environment.cluster());
			return !AnsweringClustersTest.this.away.contains(environment.cluster());
		}

		@Override
		public String ensureNamespace(Environment environment, String team) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void ensureDatabase(Environment environment, String team, String service) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void remove(Environment environment, String team, String service) {
			throw new UnsupportedOperationException();
		}

	}

}
