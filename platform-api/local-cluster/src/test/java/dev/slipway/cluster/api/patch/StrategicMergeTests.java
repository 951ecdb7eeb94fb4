package dev.slipway.cluster.api.patch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.schema.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StrategicMergeTests {

	private static final ObjectMapper mapper = new ObjectMapper();

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"containers":[{"name":"a","image":"1"}]} | {"containers":[{"name":"a","image":"2"}]} | {"containers":[{"name":"a","image":"2"}]}
					{"containers":[{"name":"a"}]} | {"containers":[{"name":"b"}]} | {"containers":[{"name":"b"},{"name":"a"}]}
					{"containers":[{"name":"a"},{"name":"b"}]} | {"containers":[{"$patch":"delete","name":"a"}]} | {"containers":[{"name":"b"}]}
					{"containers":[{"name":"a"}]} | {"containers":[{"$patch":"replace"},{"name":"c"}]} | {"containers":[{"name":"c"}]}
					{"containers":[{"name":"a"}]} | {"containers":[{"name":"n"}],"$setElementOrder/containers":[{"name":"a"},{"name":"n"}]} | {"containers":[{"name":"a"},{"name":"n"}]}
					{"tolerations":[{"key":"a"}]} | {"tolerations":[{"key":"b"}]} | {"tolerations":[{"key":"b"}]}
					{"nodeSelector":{"a":"1","b":"2"}} | {"nodeSelector":{"a":null,"c":"3"}} | {"nodeSelector":{"b":"2","c":"3"}}
					{"nodeSelector":{"a":"1"}} | {"nodeSelector":{"$patch":"replace","c":"3"}} | {"nodeSelector":{"c":"3"}}
					{"volumes":[{"name":"v","emptyDir":{}}]} | {"volumes":[{"name":"v","secret":{"secretName":"s"},"$retainKeys":["name","secret"]}]} | {"volumes":[{"name":"v","secret":{"secretName":"s"}}]}
					{"restartPolicy":"Always"} | {"restartPolicy":null} | {}
					""")
	void podSpec(String target, String patch, String expected) throws Exception {
		ObjectNode result = StrategicMerge.apply(Schema.get().type("core.v1.PodSpec"), read(target), read(patch));
		assertThat(result).isEqualTo(read(expected));
	}

	@Test
	void finalizersAreASet() throws Exception {
		ObjectNode result = StrategicMerge.apply(Schema.get().type("meta.v1.ObjectMeta"),
				read("{\"finalizers\":[\"x\",\"z\"]}"),
				read("{\"finalizers\":[\"y\"],\"$deleteFromPrimitiveList/finalizers\":[\"z\"]}"));
		assertThat(result).isEqualTo(read("{\"finalizers\":[\"y\",\"x\"]}"));
	}

	@Test
	void elementWithoutItsKeyIsTheServersError() {
		assertThatExceptionOfType(PatchException.class)
			.isThrownBy(() -> StrategicMerge.apply(Schema.get().type("core.v1.PodSpec"), read("{}"),
					read("{\"containers\":[{\"image\":\"x:1\"}]}")))
			.withMessage("map: map[image:x:1] does not contain declared merge key: name");
	}

	private static ObjectNode read(String json) throws Exception {
		return (ObjectNode) mapper.readTree(json);
	}

}
