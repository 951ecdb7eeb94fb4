package dev.slipway.drift;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.slipway.drift.Drift.Ending;
import dev.slipway.rollout.LiveObjects.LiveObject;
import dev.slipway.rollout.LiveObjects.Writer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is a difference, who made it, and what is none. */
@NullUnmarked
class ComparisonTest {

	private static final Instant AT = Instant.parse("2026-01-05T10:00:00Z");

	private static final Map<String, Object> WANTED = deployment("shop/orders:1",
			List.of(Map.of("name", "COLOUR", "value", "blue")), Map.of());

	@Test
	void whatTheClusterFillsInIsNone() {
		Map<String, Object> found = Map.of("metadata", Map.of("uid", "1"), "spec",
				Map.of("replicas", 2, "strategy", Map.of("type", "RollingUpdate"), "template", Map.of("metadata",
						Map.of("annotations", Map.of("kubectl.kubernetes.io/restartedAt", AT.toString())), "spec",
						Map.of("restartPolicy", "Always", "containers",
								List.of(Map.of("name", "app", "image", "shop/orders:1", "env",
										List.of(Map.of("name", "COLOUR", "value", "blue")), "imagePullPolicy",
										"IfNotPresent"))))));
		assertThat(compare(WANTED, found)).isEmpty();
	}

	@Test
	void isAdoptedOnceByThePolicy() {
		Drift open = drift(3, "shop/orders:2", null, null);
		Drift tried = drift(3, "shop/orders:2", Ending.ADOPTED, "slipway as release 4");
		assertThat(anyNew(open, open)).isTrue();
		assertThat(anyNew(open, open, tried)).isFalse();
		assertThat(anyNew(open, drift(3, "shop/orders:2", Ending.ADOPTED, "sam as release 4"))).isTrue();
		assertThat(anyNew(open, drift(3, "shop/orders:3", Ending.ADOPTED, "slipway as release 4"))).isTrue();
		assertThat(anyNew(drift(5, "shop/orders:2", null, null), tried)).isTrue();
	}

	private static boolean anyNew(Drift open, Drift... before) {
		return Adopted.anyNew(List.of(open), List.of(before), "slipway as release ");
	}

	private static Drift drift(int release, String found, Ending ending, String by) {
		return new Drift(1, "orders", "dev", release,
				new Difference("Deployment", "orders", "spec.image", "shop/orders:1", found, null, null), AT, ending,
				null, by);
	}

	@Test
	void anAmountThatTheClusterWritesInAnotherWayIsNone() {
		assertThat(compare(Map.of("spec", Map.of("limits", Map.of("cpu", "1000m", "memory", "1Gi"))),
				Map.of("spec", Map.of("limits", Map.of("cpu", "1", "memory", "1024Mi")))))
			.isEmpty();
	}

	@Test
	void tellsTheFieldTheValuesAndWhoWroteItWhen() {
		Map<String, Object> fields = Map.of("f:spec", Map.of("f:template",
				Map.of("f:spec", Map.of("f:containers", Map.of("k:{\"name\":\"app\"}", Map.of("f:image", Map.of()))))));
		LiveObject object = new LiveObject("Deployment", "orders-r1", WANTED,
				deployment("shop/orders:2", List.of(Map.of("name", "COLOUR", "value", "blue")), Map.of()),
				List.of(new Writer("helm", AT.plusSeconds(60), Map.of("f:spec", Map.of("f:paused", Map.of()))),
						new Writer("kubectl-edit", AT, fields)));
		assertThat(Comparison.of(object)).containsExactly(new Difference("Deployment", "orders-r1",
				"spec.template.spec.containers[app].image", "shop/orders:1", "shop/orders:2", "kubectl-edit", AT));
	}

	@Test
	void aVariableMoreAndALimitMoreAreDifferences() {
		Map<String, Object> found = deployment("shop/orders:1",
				List.of(Map.of("name", "COLOUR", "value", "blue"), Map.of("name", "DEBUG", "value", "true")), Map.of());
		assertThat(compare(WANTED, found)).extracting(Difference::path, Difference::wanted, Difference::found)
			.containsExactly(
					org.assertj.core.groups.Tuple.tuple("spec.template.spec.containers[app].env[DEBUG]", null, "true"));
		assertThat(compare(Map.of("spec", Map.of("selector", Map.of("a", "b"))),
				Map.of("spec", Map.of("selector", Map.of("a", "b", "slipway.dev/release", "7")))))
			.extracting(Difference::path)
			.containsExactly("spec.selector[slipway.dev/release]");
	}

	@Test
	void anObjectThatIsMissingIsOne() {
		assertThat(Comparison.of(new LiveObject("ConfigMap", "orders-r1", Map.of("data", Map.of()), null, List.of())))
			.singleElement()
			.satisfies((one) -> assertThat(one.path()).isEmpty());
	}

	@Test
	void neverTellsASecret() {
		assertThat(Comparison.of(new LiveObject("Secret", "orders-r1", Map.of("data", Map.of("key", "b25l")),
				Map.of("data", Map.of("key", "dHdv")), List.of())))
			.singleElement()
			.satisfies((one) -> assertThat(one.toString()).contains("(hidden)").doesNotContain("dHdv", "b25l"));
	}

	private static List<Difference> compare(Map<String, Object> wanted, Map<String, Object> found) {
		return Comparison.of(new LiveObject("Deployment", "orders-r1", wanted, found, List.of()));
	}

	private static Map<String, Object> deployment(String image, List<Map<String, Object>> env,
			Map<String, Object> more) {
		return Map.of("spec", Map.of("replicas", 2, "template", Map.of("spec",
				Map.of("containers", List.of(Map.of("name", "app", "image", image, "env", env, "resources", more))))));
	}

}
