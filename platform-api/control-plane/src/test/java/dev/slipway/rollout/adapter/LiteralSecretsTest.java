package dev.slipway.rollout.adapter;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What in manifests looks like a credential, and what does not. */
@NullUnmarked
class LiteralSecretsTest {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			DB_PASSWORD            | hunter2
			MAIL_PWD               | x
			GITHUB_TOKEN           | ghp_1
			clientSecret           | x
			API_KEY                | x
			STRIPE_KEY             | x
			apikey                 | x
			Authorization          | Basic abc
			DATABASE_URL           | postgres://shop:hunter2@db:5432/shop
			JDBC                   | jdbc:postgresql://db/shop?user=shop&password=hunter2
			SPRING_APPLICATION_JSON| {"mail": {"password": "x"}}
			JAVA_OPTS              | -Xmx1g -Ddb.password=hunter2
			""")
	void isOne(String name, String value) throws Exception {
		assertThat(found(name, value)).containsExactly("variable " + name + " of container app");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			MODE                 | production
			MONKEY               | business
			KEYBOARD             | qwertz
			DB_PASSWORD          | $(OTHER)
			DB_PASSWORD_FILE     | /run/secrets/password
			DB_SECRET_NAME       | orders-database
			DATABASE_URL         | postgres://db:5432/shop
			DATABASE_URL         | postgres://$(USER):$(PASS)@db:5432/shop
			MAIL_USER            | shop@example.org
			TOKEN_ENABLED        | true
			JAVA_OPTS            | -Ddb.password=$(DB_PASSWORD)
			""")
	void isNone(String name, String value) throws Exception {
		assertThat(found(name, value)).isEmpty();
	}

	@Test
	void looksAtCommandsArgumentsHeadersAndAnnotationsAndNamesNoValue() throws Exception {
		List<String> found = found("""
				- kind: Deployment
				  metadata: {name: orders, annotations: {deploy-token: hunter2, owner: sam, checksum/secret: abc}}
				  spec:
				    template:
				      metadata: {annotations: {vault/password: hunter2}}
				      spec:
				        initContainers:
				        - name: migrate
				          command: [sh, -c, "migrate --password=hunter2"]
				        containers:
				        - name: app
				          args: [--token, hunter2, --verbose, --key=$(KEY)]
				          readinessProbe: {httpGet: {httpHeaders: [{name: Authorization, value: hunter2}]}}
				          env:
				          - name: DB_PASSWORD
				            valueFrom: {secretKeyRef: {name: db, key: password}}
				""");
		assertThat(found).containsExactlyInAnyOrder("annotation deploy-token of Deployment orders",
				"annotation vault/password of the pods", "argument 2 of container app",
				"variable Authorization of container app", "word of the command 3 of container migrate");
	}

	private static List<String> found(String name, String value) throws Exception {
		String quoted = new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(value);
		return found("- {kind: Deployment, spec: {template: {spec: {containers: [{name: app, env: [{name: " + name
				+ ", value: " + quoted + "}]}]}}}}");
	}

	private static List<String> found(String yaml) throws Exception {
		JsonNode manifests = new YAMLMapper().readTree(yaml);
		return LiteralSecrets.in(manifests);
	}

}
