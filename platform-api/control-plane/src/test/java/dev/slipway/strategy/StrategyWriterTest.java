package dev.slipway.strategy;

import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StrategyWriterTest {

	private final StrategyReader reader = StrategyReader.standard();

	@Test
	void whatIsWrittenReadsAsTheSameStrategy() {
		for (int seed = 0; seed < 2000; seed++) {
			Strategy strategy = new RandomStrategies(seed).strategy();
			Map<String, Object> spec = Map.of("strategy", StrategyWriter.write(strategy));
			assertThat(this.reader.read(spec)).as("seed %d", seed).isEqualTo(strategy);
		}
	}

	@Test
	void soItDoesByWayOfYamlAndJson() throws JsonProcessingException {
		for (int seed = 0; seed < 100; seed++) {
			Strategy strategy = new RandomStrategies(seed).strategy();
			for (ObjectMapper mapper : new ObjectMapper[] { new YAMLMapper(), new ObjectMapper() }) {
				String text = mapper.writeValueAsString(Map.of("strategy", StrategyWriter.write(strategy)));
				assertThat(this.reader.read(mapper.readValue(text, Map.class))).as("seed %d: %s", seed, text)
					.isEqualTo(strategy);
			}
		}
	}

	@Test
	void writesWhatWasADefaultToo() throws JsonProcessingException {
		Strategy strategy = this.reader.read(Examples.tree("""
				strategy:
				  type: canary
				  router: {type: httpRoute, gateway: edge/public}
				  steps:
				    - {weight: 10, pause: 60, gates: [{compare: {margin: 10%, metric: p95}}, {compare: {metric: p99}}]}
				    - {mirror: 5, pause: untilResumed}
				"""));
		assertThat(new ObjectMapper().writeValueAsString(StrategyWriter.write(strategy))).isEqualTo("""
				{"type":"canary",
				"steps":[{"weight":10,"pause":"1m",
				"gates":[{"compare":{"name":"compare","margin":"10%","metric":"p95"}},
				{"compare":{"name":"compare-2","metric":"p99"}}]},
				{"weight":0,"mirror":"5%","pause":"untilResumed"}],
				"rollbackWindow":"0s","router":{"type":"httpRoute","gateway":"edge/public"},
				"minReady":"0s","progressDeadline":"2m","drain":"30s","newer":"supersede"}""".replace("\n", ""));
	}

}
