package dev.slipway.rollout.adapter;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import dev.slipway.cluster.SimulatedCluster;
import dev.slipway.environments.Clusters;
import dev.slipway.environments.Environments;
import dev.slipway.rollout.ReleaseCluster.Fence;
import dev.slipway.test.Kubeconfigs;
import dev.slipway.test.SettableClock;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What releases see: by watches as long as those can be believed. */
@NullUnmarked
class ViewTest {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	@TempDir
	static Path folder;

	private static SimulatedCluster cluster;

	private static KubernetesClient direct;

	private static int services;

	/** Each test has one of its own. */
	private final String service = "orders" + ++services;

	private final SettableClock clock = new SettableClock();

	private FaultProxy proxy;

	private KubernetesClient faulty;

	private Views views;

	private View view;

	@BeforeAll
	static void startCluster() throws Exception {
		cluster = SimulatedCluster.start(folder, (pod) -> true);
		direct = new KubernetesClientBuilder().withConfig(config()).build();
		OneEnvironment environments = new OneEnvironment(direct);
		environments.ensureNamespace(environments.get("dev"), "shop");
	}

	@AfterAll
	static void stopCluster() {
		direct.close();
		cluster.close();
	}

	@BeforeEach
	void start() throws Exception {
		direct.resource(deployment()).create();
		this.proxy = new FaultProxy(URI.create(config().getMasterUrl()), SSLUtils.sslContext(config()));
		this.faulty = new KubernetesClientBuilder().withConfig(config())
			.withHttpClientBuilderConsumer((builder) -> builder.addOrReplaceInterceptor("faults", this.proxy))
			.build();
		this.views = new Views(new OneEnvironment(direct), new OneCluster(this.faulty), this.clock);
		this.view = this.views.of(new OneEnvironment(direct).get("dev"));
		this.views.start();
		awaitBelieved();
		awaitQuiet();
	}

	@AfterEach
	void stop() {
		this.views.stop();
		this.faulty.close();
		this.proxy.close();
	}

	@Test
	void aWriteCountsBeforeTheWatchTellsItAndOnlyForAWhile() {
		this.proxy.watches().hold(true);
		this.proxy.start(null);
		scale(3);
		assertThat(replicas()).isEqualTo(3);
		assertThat(this.proxy.calls()).containsExactly("PUT deployments 1");
		somebodyScales(5);
		assertThat(replicas()).isEqualTo(3);
		this.clock.advance(ObjectCache.LATE.plusMillis(1));
		assertThat(replicas()).isEqualTo(5);
		assertThat(this.proxy.calls()).contains("GET deployments 1");
	}

	@Test
	void aWriteThatLosesIsDroppedAndTheClusterAsked() {
		this.proxy.watches().hold(true);
		somebodyScales(5);
		assertThat(replicas()).isEqualTo(1);
		scale(3);
		assertThat(replicas()).isEqualTo(5);
		Awaitility.await().atMost(PATIENCE).until(() -> {
			scale(4);
			return replicas() == 4;
		});
	}

	@Test
	void aWatchThatIsGoneIsNotBelieved() {
		this.proxy.watches().refuse(true);
		this.proxy.watches().cut();
		Awaitility.await().atMost(PATIENCE).until(() -> asks());
		assertThat(this.view.tells()).isFalse();
		somebodyScales(5);
		assertThat(replicas()).isEqualTo(5);
		this.proxy.watches().refuse(false);
		awaitBelieved();
		awaitBelieved(() -> !this.view.tells());
		assertThat(replicas()).isEqualTo(5);
	}

	@Test
	void aWatchThatIsTooOldBeginsAnew() {
		this.proxy.watches().expire();
		Awaitility.await().atMost(PATIENCE).until(() -> asks());
		somebodyScales(5);
		awaitBelieved();
		assertThat(replicas()).isEqualTo(5);
	}

	@Test
	void whenOneKindIsLateTheQuietOnesAreNotBelievedEither() {
		awaitBelieved(this::asksForPods);
		Instant before = this.clock.instant();
		this.proxy.watches().hold(true);
		AtomicInteger pods = new AtomicInteger(2);
		Awaitility.await().atMost(PATIENCE).until(() -> {
			scale(pods.incrementAndGet());
			this.clock.advance(ObjectCache.LATE.multipliedBy(2).plusSeconds(1));
			this.view.tend();
			if (asksForPods()) {
				return true;
			}
			// One was still told something. Not again: that is held.
			awaitBelieved();
			return false;
		});
		assertThat(this.clock.instant()).as("long before it is silent").isBefore(before.plus(WatchHealth.SILENCE));
	}

	@Test
	void aWatchThatTellsNothingIsNotAskedWhatIsDecidedForGood() {
		this.proxy.watches().hold(true);
		somebodyScales(5);
		assertThat(replicas()).as("as the watch told it").isEqualTo(1);
		this.view.doubt("shop-dev", this.service);
		assertThat(asksForPods()).isTrue();
		assertThat(replicas()).isEqualTo(5);
		this.clock.advance(ObjectCache.DOUBT.plusMillis(1));
		this.view.tend();
		// It was late with what the cluster answered, and is opened again.
		assertThat(asks()).isTrue();
		assertThat(replicas()).isEqualTo(5);
	}

	@Test
	void aClusterThatIsNotThereHoldsNothingUpAndTellsNothing() {
		Config nowhere = new ConfigBuilder(Config.empty()).withMasterUrl("http://127.0.0.1:1")
			.withRequestRetryBackoffLimit(0)
			.build();
		try (KubernetesClient client = new KubernetesClientBuilder().withConfig(nowhere).build()) {
			Views lost = new Views(new OneEnvironment(client), new OneCluster(client), Clock.systemUTC());
			lost.start();
			View nothing = lost.of(new OneEnvironment(client).get("dev"));
			assertThatExceptionOfType(KubernetesClientException.class)
				.isThrownBy(() -> nothing.get(ObjectType.DEPLOYMENT, "shop-dev", "orders-r1"));
			assertThatExceptionOfType(KubernetesClientException.class)
				.isThrownBy(() -> nothing.ofService(ObjectType.POD, "shop-dev", "orders"));
			lost.stop();
		}
	}

	@Test
	void whatNobodyExpectedEndsNoLooking() {
		Views robust = new Views(failing(Environments.class, new OneEnvironment(direct)),
				failing(Clusters.class, new OneCluster(direct)), this.clock);
		Set<String> told = ConcurrentHashMap.newKeySet();
		robust.onChange((object) -> told.add(object.getMetadata().getName()));
		robust.start();
		try {
			Awaitility.await().atMost(PATIENCE).until(() -> told.contains(name()));
		}
		finally {
			robust.stop();
		}
	}

	@Test
	void versionsGrowByLength() {
		assertThat(Versions.older("99", "100")).isTrue();
		assertThat(Versions.older("100", "99")).isFalse();
		assertThat(Versions.older("100", "100")).isFalse();
		assertThat(Versions.older("x", "100")).isTrue();
	}

	/** The same, but the first two calls fail as nobody expects. */
	private static <T> T failing(Class<T> type, T real) {
		AtomicInteger left = new AtomicInteger(2);
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (self, method, given) -> {
				if (left.getAndDecrement() > 0) {
					throw new UnsupportedOperationException("planted");
				}
				return method.invoke(real, given);
			}));
	}

	private void scale(int replicas) {
		new Fenced(this.view, new Fence(1, 1)).change(look(), (changed) -> changed.getSpec().setReplicas(replicas));
	}

	private void somebodyScales(int replicas) {
		direct.apps().deployments().inNamespace("shop-dev").withName(name()).scale(replicas);
	}

	/** Until the controllers have said all that they have to say. */
	private void awaitQuiet() {
		Awaitility.await().atMost(PATIENCE).during(Duration.ofMillis(500)).until(() -> {
			Deployment now = direct.apps().deployments().inNamespace("shop-dev").withName(name()).get();
			return Integer.valueOf(1).equals(now.getStatus().getAvailableReplicas())
					&& Versions.of(now).equals(Versions.of(look()));
		});
	}

	private String name() {
		return this.service + "-r1";
	}

	private static Config config() throws Exception {
		return Kubeconfigs.config(cluster.kubeconfig());
	}

	private int replicas() {
		return look().getSpec().getReplicas();
	}

	private Deployment look() {
		return this.view.get(ObjectType.DEPLOYMENT, "shop-dev", name());
	}

	private boolean asks() {
		this.proxy.start(null);
		look();
		return !this.proxy.calls().isEmpty();
	}

	private boolean asksForPods() {
		this.proxy.start(null);
		this.view.ofService(ObjectType.POD, "shop-dev", this.service);
		return !this.proxy.calls().isEmpty();
	}

	private void awaitBelieved() {
		awaitBelieved(this::asks);
	}

	/** Until three looks in a row ask nothing. */
	private void awaitBelieved(BooleanSupplier asks) {
		Awaitility.await().atMost(PATIENCE).until(() -> {
			this.clock.advance(Duration.ofMillis(100));
			return IntStream.range(0, 3).noneMatch((look) -> asks.getAsBoolean());
		});
	}

	private Deployment deployment() {
		Map<String, String> labels = Map.of(Labels.MANAGED_BY, Labels.SLIPWAY, Labels.SERVICE, this.service);
		return SmallDeployment.of("shop-dev", name(), 1, labels);

	}

}
