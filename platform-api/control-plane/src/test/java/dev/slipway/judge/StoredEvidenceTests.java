package dev.slipway.judge;

import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is kept with a release is read back as it was, by a plain mapper. */
class StoredEvidenceTests {

	private final ObjectMapper json = new ObjectMapper();

	@Test
	void watchesGoOnFromWhereTheyWere() throws JsonProcessingException {
		Sides<Counts> increment = Sides.of(new Counts(1, 90), new Counts(3, 10));
		for (Watch watch : List.of(Watch.rate("5xx", 0.01, 0.01), Watch.failures("5xx", 2),
				Watch.comparison("5xx", 1.5, 0.01))) {
			Watch seen = watch.plus(increment);
			Watch read = this.json.readValue(this.json.writeValueAsString(seen), seen.getClass());
			assertThat(read).isEqualTo(seen);
			assertThat(read.plus(increment).decision()).isEqualTo(seen.plus(increment).decision());
		}
	}

	@Test
	void verdictsAreKept() throws JsonProcessingException {
		Criteria criteria = Criteria.of(Margin.relative(0.1));
		Samples pods = Samples.ofPods(List.of(1.0, 2.0, 3.0, 4.0, 5.0));
		Verdict verdict = Verdict
			.of(List.of(ErrorJudge.judge("errors", Sides.of(new Counts(0, 90), new Counts(3, 90)), criteria),
					SampleJudge.judge(Metric.millis("p95"), Sides.of(pods, pods), criteria),
					Finding.noData("cpu", 0, 0)), 0.05);
		assertThat(this.json.readValue(this.json.writeValueAsString(verdict), Verdict.class)).isEqualTo(verdict);
		LogFinding logs = LogJudge.judge("logs",
				Sides.of(new LogSide(90, List.of()), new LogSide(10, List.of("a", "a", "a"))), LogRule.USUAL);
		assertThat(this.json.readValue(this.json.writeValueAsString(logs), LogFinding.class)).isEqualTo(logs);
	}

	@Test
	void needsAndSamplesAreKept() throws JsonProcessingException {
		Samples blocks = Samples.ofBlocks(List.of(1.5, 2.5));
		assertThat(this.json.readValue(this.json.writeValueAsString(blocks), Samples.class)).isEqualTo(blocks);
		Criteria criteria = Criteria.of(Margin.absolute(0.1));
		assertThat(this.json.readValue(this.json.writeValueAsString(criteria), Criteria.class)).isEqualTo(criteria);
	}

}
