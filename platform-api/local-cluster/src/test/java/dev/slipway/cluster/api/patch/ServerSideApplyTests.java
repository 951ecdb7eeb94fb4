package dev.slipway.cluster.api.patch;

import java.time.Instant;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.schema.Schema;
import dev.slipway.cluster.api.schema.Type;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ServerSideApplyTests {

	private static final ObjectMapper mapper = new ObjectMapper();

	private static final Type MAP = Schema.get().type("core.v1.ConfigMap");

	private static final Type DEPLOYMENT = Schema.get().type("apps.v1.Deployment");

	@Test
	void whatAnotherOwnsIsAConflictUnlessForced() throws Exception {
		ObjectNode live = apply(MAP, "{}", "{\"data\":{\"a\":\"1\"}}", "one", false);
		assertThatExceptionOfType(ServerSideApply.Conflicts.class)
			.isThrownBy(() -> apply(MAP, live.toString(), "{\"data\":{\"a\":\"2\"}}", "two", false))
			.withMessage("Apply failed with 1 conflict: conflict with \"one\": .data.a");
		ObjectNode forced = apply(MAP, live.toString(), "{\"data\":{\"a\":\"2\"}}", "two", true);
		assertThat(forced.at("/data/a").asText()).isEqualTo("2");
		assertThat(forced.at("/metadata/managedFields")).hasSize(1);
	}

	@Test
	void sameValueIsShared() throws Exception {
		ObjectNode live = apply(MAP, "{}", "{\"data\":{\"a\":\"1\"}}", "one", false);
		ObjectNode shared = apply(MAP, live.toString(), "{\"data\":{\"a\":\"1\"}}", "two", false);
		assertThat(shared.at("/metadata/managedFields")).hasSize(2);
		assertThat(apply(MAP, shared.toString(), "{\"data\":{\"b\":\"1\"}}", "two", false).at("/data/a").asText())
			.isEqualTo("1");
	}

	@Test
	void whatIsNoLongerAppliedGoes() throws Exception {
		ObjectNode live = apply(MAP, "{}", "{\"data\":{\"a\":\"1\",\"b\":\"2\"}}", "one", false);
		assertThat(apply(MAP, live.toString(), "{\"data\":{\"a\":\"1\"}}", "one", false).get("data"))
			.isEqualTo(mapper.readTree("{\"a\":\"1\"}"));
	}

	@Test
	void elementsOfListsAreOwnedByTheirKeys() throws Exception {
		String containers = "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"%s\",\"image\":\"%s\"}]}}}}";
		ObjectNode live = apply(DEPLOYMENT, "{}", containers.formatted("a", "a:1"), "one", false);
		ObjectNode both = apply(DEPLOYMENT, live.toString(), containers.formatted("b", "b:1"), "two", false);
		assertThat(both.at("/spec/template/spec/containers")).hasSize(2);
		ObjectNode left = apply(DEPLOYMENT, both.toString(), "{\"spec\":{}}", "one", false);
		assertThat(left.at("/spec/template/spec/containers")).hasSize(1);
		assertThat(left.at("/spec/template/spec/containers/0/name").asText()).isEqualTo("b");
	}

	private static ObjectNode apply(Type type, String live, String applied, String manager, boolean force)
			throws Exception {
		return ServerSideApply.apply(type, (ObjectNode) mapper.readTree(live), (ObjectNode) mapper.readTree(applied),
				new ManagedFields.Writer(manager, "v1", "", Instant.EPOCH), force);
	}

}
