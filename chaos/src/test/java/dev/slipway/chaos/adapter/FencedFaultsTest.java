package dev.slipway.chaos.adapter;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.slipway.chaos.Blast;
import dev.slipway.chaos.Check;
import dev.slipway.chaos.Definition;
import dev.slipway.chaos.Fault;
import dev.slipway.chaos.Fence;
import dev.slipway.chaos.Hypothesis;
import dev.slipway.chaos.Look;
import dev.slipway.chaos.Plan;
import dev.slipway.chaos.PodSeen;
import dev.slipway.chaos.Tampering;
import dev.slipway.chaos.Victim;
import dev.slipway.environments.Clusters;
import dev.slipway.environments.Environment;
import dev.slipway.environments.Environments;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** What is asked of Kubernetes, against a mock of its API. */
@EnableKubernetesMockClient(crud = true)
class FencedFaultsTest {

	@SuppressWarnings("NullAway.Init")
	KubernetesClient client;

	private final TargetPods pods = new TargetPods(new DevOnly(), new OneCluster());

	private final FencedFaults faults = new FencedFaults(this.pods, new ChaosMonkey());

	private final Plan kill = plan(new Fault.PodKill());

	@BeforeEach
	void deploy() {
		this.client.apps()
			.deployments()
			.inNamespace("shop-dev")
			.resource(new DeploymentBuilder().withNewMetadata()
				.withName("orders-r1")
				.addToLabels("slipway.dev/service", "orders")
				.endMetadata()
				.withNewSpec()
				.withReplicas(2)
				.endSpec()
				.build())
			.create();
		create("orders-1", "orders", true);
		create("orders-2", "orders", false);
		create("billing-1", "billing", true);
	}

	@Test
	void seesThePodsOfTheServiceOnly() {
		assertThat(this.pods.look(this.kill).desired()).isEqualTo(2);
		assertThat(this.pods.look(this.kill).pods()).extracting(PodSeen::name, PodSeen::ready)
			.containsExactlyInAnyOrder(org.assertj.core.groups.Tuple.tuple("orders-1", true),
					org.assertj.core.groups.Tuple.tuple("orders-2", false));
	}

	@Test
	void killsTheVictimAndIsContentWhenItIsGone() {
		Victim victim = victim("orders-1");
		this.faults.inject(this.kill, victim, new Fence(1, 1));
		assertThat(names()).containsExactly("orders-2");
		this.faults.inject(this.kill, victim, new Fence(1, 1));
		this.faults.takeBack(this.kill, victim, new Fence(1, 2));
		assertThat(this.faults.inspect(this.kill, victim)).isEqualTo(Tampering.NONE);
	}

	@Test
	void doesNotKillANamesake() {
		this.faults.inject(this.kill, new Victim("orders-1", "another uid"), new Fence(1, 1));
		assertThat(names()).containsExactlyInAnyOrder("orders-1", "orders-2");
	}

	@Test
	void aPodThatSawAHigherFenceRefusesALateInjection() {
		Victim victim = victim("orders-1");
		this.faults.takeBack(this.kill, victim, new Fence(1, 2));
		assertThatIllegalStateException().isThrownBy(() -> this.faults.inject(this.kill, victim, new Fence(1, 1)))
			.withMessageContaining("another driver");
		assertThat(names()).containsExactlyInAnyOrder("orders-1", "orders-2");
		this.faults.inject(this.kill, victim, new Fence(2, 1));
		assertThat(names()).containsExactly("orders-2");
	}

	@Test
	void replacesAPod() {
		this.faults.replace(this.kill, victim("orders-2"), new Fence(1, 1));
		assertThat(names()).containsExactly("orders-1");
	}

	@Test
	void aPodWithoutAnAddressMayCarryALatency() {
		Plan slow = plan(new Fault.Latency(Duration.ofMillis(5)));
		assertThat(this.faults.inspect(slow, victim("orders-1"))).isEqualTo(Tampering.UNKNOWN);
		assertThat(this.faults.inspect(slow, new Victim("gone", "gone"))).isEqualTo(Tampering.NONE);
	}

	@Test
	void withoutAnEntryServiceThereIsNoData() {
		Look look = new HttpSteadyState(this.pods).look(this.kill, new Check.HttpAnswer("/", Duration.ofSeconds(1)));
		assertThat(look.result()).isEqualTo(Look.Result.NO_DATA);
		assertThat(look.message()).contains("no Service orders");
	}

	private void create(String name, String service, boolean ready) {
		Pod pod = new PodBuilder().withNewMetadata()
			.withName(name)
			.withLabels(Map.of("slipway.dev/service", service))
			.endMetadata()
			.withNewSpec()
			.addNewContainer()
			.withName("app")
			.endContainer()
			.endSpec()
			.withNewStatus()
			.withPhase("Running")
			.addNewCondition()
			.withType("Ready")
			.withStatus(ready ? "True" : "False")
			.endCondition()
			.endStatus()
			.build();
		this.client.pods().inNamespace("shop-dev").resource(pod).create();
	}

	private Victim victim(String name) {
		Pod pod = this.client.pods().inNamespace("shop-dev").withName(name).get();
		return new Victim(name, pod.getMetadata().getUid());
	}

	private List<String> names() {
		return this.pods.look(this.kill).pods().stream().map(PodSeen::name).toList();
	}

	private static Plan plan(Fault fault) {
		return new Plan(1, 1, "shop", new Definition("a test", "orders", "dev", fault, Blast.ONE,
				Duration.ofSeconds(60), Hypothesis.DEFAULT, null), "sam");
	}

	private final class OneCluster implements Clusters {

		@Override
		public Set<String> names() {
			return Set.of("local");
		}

		@Override
		public KubernetesClient client(String cluster) {
			return FencedFaultsTest.this.client;
		}

		@Override
		public Health health(String cluster) {
			return new Health(true, Instant.EPOCH.toString());
		}

	}

	private static final class DevOnly implements Environments {

		@Override
		public List<Environment> all() {
			return List.of(get("dev"));
		}

		@Override
		public Environment get(String name) {
			return new Environment(name, "local");
		}

		@Override
		public String ensureNamespace(Environment environment, String team) {
			return environment.namespace(team);
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
