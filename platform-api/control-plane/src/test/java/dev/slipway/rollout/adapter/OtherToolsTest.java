package dev.slipway.rollout.adapter;

import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Who else would write what is adopted, by the marks that each tool leaves. */
@NullUnmarked
class OtherToolsTest {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "annotation | argocd.argoproj.io/tracking-id | shop:apps/Deployment:shop-dev/carts | Argo CD",
					"label | argocd.argoproj.io/instance | shop | Argo CD",
					"label | kustomize.toolkit.fluxcd.io/name | shop | Flux",
					"label | helm.toolkit.fluxcd.io/name | carts | Flux",
					"annotation | meta.helm.sh/release-name | carts | Helm",
					"label | app.kubernetes.io/managed-by | Terraform | Terraform" })
	void namesTheToolThatManagesIt(String where, String key, String value, String tool) {
		Deployment deployment = carts();
		put(deployment, where, key, value);
		assertThat(OtherTools.warnings(deployment)).containsExactly(tool
				+ " manages Deployment carts and may undo what Slipway writes, or delete it: let that tool leave it alone first");
	}

	@ParameterizedTest
	@CsvSource({ "label, app.kubernetes.io/managed-by, slipway", "label, app.kubernetes.io/instance, argocd",
			"annotation, kubectl.kubernetes.io/last-applied-configuration, {}",
			"annotation, example.com/argocd.argoproj.io, no" })
	void nobodyElseManagesWhatOnlyLooksLikeIt(String where, String key, String value) {
		Deployment deployment = carts();
		put(deployment, where, key, value);
		assertThat(OtherTools.warnings(deployment)).isEmpty();
	}

	@Test
	void saysOnceWhatSeveralMarksTell() {
		Deployment argo = carts();
		put(argo, "label", "argocd.argoproj.io/instance", "shop");
		put(argo, "annotation", "argocd.argoproj.io/sync-wave", "1");
		put(argo, "label", Labels.MANAGED_BY, "argocd");
		assertThat(OtherTools.warnings(argo)).singleElement().asString().startsWith("Argo CD manages");
		Deployment flux = carts();
		put(flux, "label", "helm.toolkit.fluxcd.io/name", "carts");
		put(flux, "label", Labels.MANAGED_BY, "Helm");
		assertThat(OtherTools.warnings(flux)).as("Flux has Helm write it")
			.singleElement()
			.asString()
			.startsWith("Flux");
		Deployment both = carts();
		put(both, "label", "argocd.argoproj.io/instance", "shop");
		put(both, "label", Labels.MANAGED_BY, "Terraform");
		assertThat(OtherTools.warnings(both)).hasSize(2)
			.anySatisfy((one) -> assertThat(one).startsWith("Argo CD manages"))
			.anySatisfy((one) -> assertThat(one).startsWith("Terraform manages"));
	}

	@Test
	void anOwnerWritesItAnew() {
		Deployment deployment = carts();
		deployment.getMetadata()
			.getOwnerReferences()
			.add(new OwnerReferenceBuilder().withApiVersion("example.com/v1")
				.withKind("Shop")
				.withName("main")
				.withUid("1")
				.build());
		assertThat(OtherTools.warnings(deployment))
			.containsExactly("Shop main owns Deployment carts and writes it anew: take it out of there first");
		put(deployment, "label", "argocd.argoproj.io/instance", "shop");
		assertThat(OtherTools.warnings(deployment)).hasSize(2);
	}

	@Test
	void aCopyIsTakenForTheirsByNobody() throws JsonProcessingException {
		ObjectNode metadata = (ObjectNode) new ObjectMapper().readTree("""
				{"labels": {"argocd.argoproj.io/instance": "shop", "kustomize.toolkit.fluxcd.io/name": "shop",
				"app.kubernetes.io/managed-by": "Helm", "tier": "web"},
				"annotations": {"meta.helm.sh/release-name": "carts", "owner": "sam"}}""");
		OtherTools.strip(metadata);
		assertThat(metadata).hasToString("{\"labels\":{\"tier\":\"web\"},\"annotations\":{\"owner\":\"sam\"}}");
	}

	private static Deployment carts() {
		return SmallDeployment.of("shop-dev", "carts", 1, Map.of("app", "carts"));
	}

	private static void put(Deployment deployment, String where, String key, String value) {
		(where.equals("label") ? deployment.getMetadata().getLabels() : deployment.getMetadata().getAnnotations())
			.put(key, value);
	}

}
