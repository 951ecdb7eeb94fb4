package dev.slipway.rollout.adapter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What two releases configure differently. */
class ConfigurationChangesTest {

	private static final String DEPLOYMENT = "{'kind':'Deployment','metadata':{'name':'orders'},'spec':{'replicas':2}}";

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			value = { "{'A':'1'} | {'A':'1'} | ", "{'A':'1'} | {'A':'2'} | ConfigMap orders: A changed",
					"{'A':'1'} | {'B':'1'} | ConfigMap orders: A removed, B added",
					"{} | {'B':'1'} | ConfigMap orders: B added" })
	void namesTheKeysOfAConfigMap(String before, String after, String told) {
		assertThat(String.join("; ",
				ConfigurationChanges.between(list(map("ConfigMap", before)), list(map("ConfigMap", after)))))
			.isEqualTo((told != null) ? told : "");
	}

	@Test
	void neverTellsASecretsValue() {
		assertThat(ConfigurationChanges.between(list(map("Secret", "{'password':'old'}")),
				list(map("Secret", "{'password':'new'}"))))
			.containsExactly("Secret orders: password changed");
	}

	@Test
	void tellsOtherObjectsByTheirFields() {
		assertThat(ConfigurationChanges.between(list(DEPLOYMENT), list(DEPLOYMENT.replace("2", "3"))))
			.containsExactly("Deployment orders: replicas changed");
		assertThat(ConfigurationChanges.between(list(DEPLOYMENT), list(map("ConfigMap", "{}"))))
			.containsExactly("ConfigMap orders added", "Deployment orders removed");
		assertThat(ConfigurationChanges.between(list(DEPLOYMENT),
				list(DEPLOYMENT.replace("'name':'orders'", "'name':'orders','labels':{'a':'b'}"))))
			.containsExactly("Deployment orders changed");
	}

	private static String map(String kind, String data) {
		return "{'kind':'" + kind + "','metadata':{'name':'orders'},'data':" + data + "}";
	}

	private static String list(String... objects) {
		return "[" + String.join(",", objects).replace('\'', '"') + "]";
	}

}
