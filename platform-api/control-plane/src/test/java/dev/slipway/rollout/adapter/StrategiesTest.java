package dev.slipway.rollout.adapter;

import java.time.Duration;

import dev.slipway.rollout.Forward;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.Wishes.Wish;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Blue/green and canary on a real local cluster while users ask without a pause: not one
 * request is lost, and each stage has the share that it should have.
 */
@NullUnmarked
@EnabledOnOs(OS.LINUX)
class StrategiesTest extends RealReleasesTest {

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	@Test
	void aCanaryMovesTheRequestsInSteps() throws Exception {
		needRoutes();
		succeed(request("a1"));
		try (OpenLoad load = new OpenLoad(address(), PER_SECOND)) {
			Release canary = request("b2:canary");
			awaitStage(canary, 1);
			assertThat(shareOf("b2", load)).isBetween(0.15, 0.35);
			this.releases.tell(canary, Wish.RESUME, "", "sam");
			succeed(canary);
			assertNoneLost(load, "b2");
		}
		assertThat(route().getSpec().getRules()).singleElement()
			.satisfies((rule) -> assertThat(rule.getBackendRefs()).singleElement()
				.satisfies((backend) -> assertThat(backend.getName()).isEqualTo(this.service + "-r2")));
		assertThat(placed().pods()).hasSize(2).allMatch((pod) -> pod.release() == 2);
	}

	@Test
	void anAbortedCanaryGivesAllRequestsBack() throws Exception {
		needRoutes();
		succeed(request("a1"));
		try (OpenLoad load = new OpenLoad(address(), PER_SECOND)) {
			Release canary = request("b2:canary");
			awaitStage(canary, 1);
			this.releases.abort(canary, "sam");
			assertThat(end(canary).outcome()).isEqualTo(Outcome.ABORTED);
			assertNoneLost(load, "a1");
		}
		// The next one divides by pods again, and the route goes.
		try (OpenLoad load = new OpenLoad(address(), PER_SECOND)) {
			succeed(request("c3"));
			assertNoneLost(load, "c3");
		}
		assertThat(route()).isNull();
	}

	@Test
	void aCanaryByPodsHasTheirRatio() throws Exception {
		succeed(request("a1"));
		try (OpenLoad load = new OpenLoad(address(), PER_SECOND)) {
			Release canary = request("b2:ratio");
			awaitStage(canary, 1);
			Awaitility.await().atMost(PATIENCE).until(() -> placed().pods().size() == 2);
			assertThat(shareOf("b2", load)).isBetween(0.3, 0.7);
			this.releases.tell(canary, Wish.PROMOTE, "", "sam");
			succeed(canary);
			assertNoneLost(load, "b2");
		}
	}

	@Test
	void aSwitchMovesAllAtOnceAndBackAgainWhileTheOldReleaseIsWarm() throws Exception {
		needRoutes();
		Release first = succeed(request("a1"));
		try (OpenLoad load = new OpenLoad(address(), PER_SECOND)) {
			Release blue = request("b2:blue");
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> this.releases.flow(blue).orElseThrow().state() instanceof Forward.Warm);
			assertThat(shareOf("b2", load)).isEqualTo(1.0);
			assertThat(this.releases.stable(this.service, "dev")).map(Release::number).hasValue(2);
			assertThat(this.releases.rollback(first, "sam").number()).isEqualTo(2);
			Release end = end(blue);
			assertThat(end.outcome()).isEqualTo(Outcome.ROLLED_BACK);
			assertThat(end.reason()).contains("Rolled back to release 1", "by sam");
			assertNoneLost(load, "a1");
		}
		assertStable(1, "a1");
	}

	@Test
	void aSwitchByTheEntryServiceWaitsForAUser() throws Exception {
		succeed(request("a1"));
		try (OpenLoad load = new OpenLoad(address(), PER_SECOND)) {
			Release green = request("b2:switch");
			awaitStage(green, 1);
			assertThat(shareOf("b2", load)).isZero();
			this.releases.tell(green, Wish.RESUME, "", "sam");
			succeed(green);
			assertNoneLost(load, "b2");
		}
	}

	@Test
	void aCandidateThatIsNeverReadyGetsNoRequest() throws Exception {
		needRoutes();
		succeed(request("a1"));
		try (OpenLoad load = new OpenLoad(address(), PER_SECOND)) {
			Release end = end(request("b2:never:canary"));
			assertThat(end.outcome()).isEqualTo(Outcome.FAILED);
			assertNoneLost(load, "a1");
			assertThat(load.answers("b2")).isZero();
		}
	}

	/** HTTPRoutes at Services, as the local cluster serves them. */
	void needRoutes() {
		// They are there.
	}

	private void awaitStage(Release release, int stage) {
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> this.releases.progress(release).orElseThrow().stage() == stage
					&& this.releases.flow(release).orElseThrow().state() instanceof Forward.Holding holding
					&& !holding.waitingFor().isEmpty());
	}

	/** Of the next four seconds' answers. */
	private static double shareOf(String version, OpenLoad load) {
		int before = load.answers(version);
		int all = load.answers("a1") + load.answers("b2");
		int enough = all + 4 * PER_SECOND;
		Awaitility.await().atMost(PATIENCE).until(() -> load.answers("a1") + load.answers("b2") >= enough);
		return (load.answers(version) - before) / (double) (load.answers("a1") + load.answers("b2") - all);
	}

	/** The last answers are those of one version, and each request had an answer. */
	private static void assertNoneLost(OpenLoad load, String version) throws InterruptedException {
		int before = load.answers(version);
		Awaitility.await().atMost(PATIENCE).until(() -> load.answers(version) > before + PER_SECOND);
		load.finish();
		System.out.println(load.sent() + " requests, " + load.failures().size() + " failed");
		assertThat(load.failures()).isEmpty();
	}

	private HTTPRoute route() {
		return this.kubernetes.resources(HTTPRoute.class).inNamespace(namespace()).withName(this.service).get();
	}

}
