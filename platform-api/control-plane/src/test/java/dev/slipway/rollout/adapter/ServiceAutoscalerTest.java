package dev.slipway.rollout.adapter;

import java.nio.file.Path;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.SimulatedCluster;
import dev.slipway.rollout.Autoscale;
import dev.slipway.rollout.Autoscale.Mode;
import dev.slipway.rollout.Autoscaled;
import dev.slipway.rollout.ReleaseCluster.Fence;
import dev.slipway.test.Kubeconfigs;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The autoscaler of a service, held, suspended and handed over, on a real API server. */
@NullUnmarked
class ServiceAutoscalerTest {

	private static final Fence FENCE = new Fence(2, 1);

	@TempDir
	Path folder;

	@Test
	void isHeldSuspendedFreedAndAimedInOneWriteEach() throws Exception {
		try (SimulatedCluster cluster = SimulatedCluster.start(this.folder, (pod) -> true);
				KubernetesClient client = Kubeconfigs.client(cluster.kubeconfig())) {
			ServiceAutoscaler autoscaler = new ServiceAutoscaler(client, "default", "orders");
			assertThat(autoscaler.look(Autoscale.free(1))).isEqualTo(Autoscaled.NONE);
			autoscaler.aim(manifest("orders-r1", 2), FENCE);
			assertThat(autoscaler.look(Autoscale.free(1))).isEqualTo(new Autoscaled(1, false, true));

			Autoscale held = new Autoscale(Mode.HELD, 1, 6);
			assertThat(autoscaler.look(held).done()).isFalse();
			autoscaler.set(held, FENCE);
			assertThat(autoscaler.look(held)).isEqualTo(new Autoscaled(1, false, true));
			assertThat(found(client).getSpec().getMinReplicas()).isEqualTo(6);

			Autoscale suspended = new Autoscale(Mode.SUSPENDED, 1, 0);
			autoscaler.set(suspended, FENCE);
			assertThat(autoscaler.look(suspended)).isEqualTo(new Autoscaled(1, true, true));
			assertThat(found(client).getSpec().getMinReplicas()).isEqualTo(1);
			assertThat(found(client).getSpec().getBehavior().getScaleUp().getSelectPolicy()).isEqualTo("Disabled");

			autoscaler.set(Autoscale.free(1), FENCE);
			assertThat(autoscaler.look(Autoscale.free(1))).isEqualTo(new Autoscaled(1, false, true));
			assertThat(found(client).getSpec().getMinReplicas()).isEqualTo(2);

			autoscaler.set(suspended, FENCE);
			String before = found(client).getMetadata().getResourceVersion();
			autoscaler.aim(manifest("orders-r2", 3), FENCE);
			assertThat(autoscaler.look(Autoscale.free(2))).isEqualTo(new Autoscaled(2, false, true));
			assertThat(found(client).getSpec().getMinReplicas()).isEqualTo(3);
			assertThat(found(client).getMetadata().getResourceVersion()).isNotEqualTo(before);

			autoscaler.set(new Autoscale(Mode.HELD, 1, 5), new Fence(1, 9));
			assertThat(autoscaler.look(Autoscale.free(2)).done()).as("an overtaken driver changes nothing").isTrue();
		}
	}

	private static HorizontalPodAutoscaler found(KubernetesClient client) {
		return client.autoscaling().v2().horizontalPodAutoscalers().inNamespace("default").withName("orders").get();
	}

	private static ObjectNode manifest(String target, int min) throws Exception {
		return (ObjectNode) new ObjectMapper().readTree("""
				{"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler",
				 "metadata": {"name": "orders", "namespace": "default",
				  "labels": {"app.kubernetes.io/managed-by": "slipway", "slipway.dev/service": "orders"}},
				 "spec": {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "%s"},
				  "minReplicas": %d, "maxReplicas": 10,
				  "metrics": [{"type": "Resource", "resource": {"name": "cpu",
				    "target": {"type": "Utilization", "averageUtilization": 70}}}]}}
				""".formatted(target, min));
	}

}
