package dev.slipway.rollout.adapter;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.slipway.rollout.Manifests.Checked;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseCluster.Fence;
import dev.slipway.rollout.Split;
import dev.slipway.strategy.Amount;
import dev.slipway.strategy.Router;
import dev.slipway.strategy.Routing;
import dev.slipway.strategy.Strategy.Rolling;
import dev.slipway.strategy.Terms;
import dev.slipway.strategy.Terms.Newer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A driver that stalled wakes up when a later release was promoted: it changes nothing.
 */
@NullUnmarked
class OvertakenPromotionTest {

	private static final String BUDGET = """
			---
			apiVersion: policy/v1
			kind: PodDisruptionBudget
			metadata: {name: NAME}
			spec: {minAvailable: COUNT}
			""";

	@TempDir
	static Path folder;

	private static SimulatedReleases simulated;

	private static KubernetesClient client;

	private final Reach reach = simulated.reach();

	private final KubernetesReleases releases = new KubernetesReleases(this.reach, Map.of());

	@BeforeAll
	static void start() throws Exception {
		simulated = new SimulatedReleases(folder);
		client = simulated.client();
	}

	@AfterAll
	static void stop() {
		simulated.close();
	}

	@Test
	void changesMakesAndDeletesNothing() {
		Release first = release("orders", 1, budget("old", 1));
		Release second = release("orders", 2, budget("new", 1));
		promote(first, new Fence(1, 1));
		promote(second, new Fence(2, 1));
		assertThat(objects("orders")).containsKeys("PodDisruptionBudget/new")
			.doesNotContainKey("PodDisruptionBudget/old");
		Map<String, String> before = objects("orders");
		assertThatThrownBy(() -> this.releases.promote(first, 0, new Fence(1, 1)))
			.isInstanceOf(FencedObjects.Overtaken.class);
		assertThatThrownBy(() -> this.releases.promote(second, 0, new Fence(1, 2)))
			.isInstanceOf(FencedObjects.Overtaken.class)
			.hasMessageContaining("later than 1.2");
		assertThat(objects("orders")).isEqualTo(before);
	}

	@Test
	void makesNothingAgain() {
		Release first = release("parts", 1, budget("parts-old", 1));
		promote(first, new Fence(1, 1));
		promote(release("parts", 2, budget("parts-new", 1)), new Fence(2, 1));
		client.policy().v1().podDisruptionBudget().inNamespace("shop-dev").withName("parts-new").delete();
		this.releases.create(first, new Fence(1, 9));
		assertThat(objects("parts")).doesNotContainKey("PodDisruptionBudget/parts-old");
		this.releases.create(first, new Fence(2, 1));
		assertThat(objects("parts")).as("by who has the service").containsKey("PodDisruptionBudget/parts-old");
	}

	@Test
	void stopsAtTheFirstObjectThatALaterOneWrote() {
		Release first = release("stock", 1, budget("mine", 1));
		promote(first, new Fence(1, 1));
		FencedObjects late = new FencedObjects(client, new Fence(2, 1));
		HasMetadata seen = client.policy().v1().podDisruptionBudget().inNamespace("shop-dev").withName("mine").get();
		late.apply(budget(first));
		assertThatThrownBy(() -> new FencedObjects(client, new Fence(1, 9)).apply(budget(first)))
			.isInstanceOf(FencedObjects.Overtaken.class);
		assertThatThrownBy(() -> new FencedObjects(client, new Fence(1, 9)).delete(seen))
			.as("it was read before, and is another since")
			.isInstanceOf(FencedObjects.Overtaken.class);
		late.delete(seen);
		assertThat(objects("stock")).doesNotContainKey("PodDisruptionBudget/mine");
	}

	private void promote(Release release, Fence fence) {
		this.releases.create(release, fence);
		new KubernetesRouter(this.reach).route(release, new Split(release.number(), release.number(), null, 0, null, 0),
				fence);
		this.releases.promote(release, 3, fence);
	}

	private static com.fasterxml.jackson.databind.node.ObjectNode budget(Release release) {
		return ReleaseObjects.of(release, "shop-dev", "shop", Map.of())
			.service()
			.stream()
			.filter((object) -> object.path("kind").asText().equals("PodDisruptionBudget"))
			.findFirst()
			.orElseThrow();
	}

	private static String budget(String name, int count) {
		return BUDGET.replace("NAME", name).replace("COUNT", Integer.toString(count));
	}

	/** Their versions. */
	private static Map<String, String> objects(String service) {
		Map<String, String> versions = new TreeMap<>();
		Stream
			.of(client.apps()
				.deployments()
				.inNamespace("shop-dev")
				.withLabel(Labels.SERVICE, service)
				.list()
				.getItems(),
					client.services().inNamespace("shop-dev").withLabel(Labels.SERVICE, service).list().getItems(),
					client.policy()
						.v1()
						.podDisruptionBudget()
						.inNamespace("shop-dev")
						.withLabel(Labels.SERVICE, service)
						.list()
						.getItems())
			.flatMap(List::stream)
			.map(HasMetadata.class::cast)
			.forEach((object) -> versions.put(object.getKind() + "/" + object.getMetadata().getName(),
					Objects.annotation(object, Labels.EPOCH) + " " + object.getMetadata().getGeneration() + " "
							+ object.getMetadata().getLabels() + " " + spec(object)));
		return versions;
	}

	/** Controllers write the status when they like. */
	private static String spec(HasMetadata object) {
		return new com.fasterxml.jackson.databind.ObjectMapper().valueToTree(object).path("spec").toString();
	}

	private static Release release(String service, int number, String budgets) {
		Map<String, byte[]> files = new HashMap<>(
				new FixtureRepositories().readTree("shop", service, "a" + number, "deploy"));
		files.put("deploy/budgets.yaml", budgets.getBytes(StandardCharsets.UTF_8));
		Checked checked = new YamlManifests().check(service, "dev", files, "spec: {}".getBytes(StandardCharsets.UTF_8));
		Terms terms = new Terms(Duration.ZERO, Duration.ofSeconds(60), Duration.ZERO, Routing.of(Router.REPLICAS),
				List.of(), Newer.SUPERSEDES);
		return new Release(number,
				new Release.Draft(service, "dev", "shop", "shop/orders@sha256:1", "a" + number, 1, 2,
						new Rolling(Amount.parse("1"), Amount.parse("0"), List.of(), terms), checked.objects(), null,
						"sam", Instant.EPOCH),
				null, null);
	}

}
