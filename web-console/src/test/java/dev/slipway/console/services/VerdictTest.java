package dev.slipway.console.services;

import dev.slipway.console.api.Json;
import dev.slipway.console.services.Views.Release;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What is told of why a release was promoted. */
class VerdictTest {

	@ParameterizedTest
	@CsvSource({ "PASSED,'Every gate that was asked let it pass, and its pods stayed ready.'",
			"NOT_APPLICABLE,'Every gate that was asked let it pass, and its pods stayed ready.'",
			"PENDING,'A person left out the gate errors of stage 1, which had not decided; its pods stayed ready.'",
			"NO_DATA,'A person left out the gate errors of stage 1, which had no data; its pods stayed ready.'",
			"INCONCLUSIVE,'A person left out the gate errors of stage 1, which could not tell; its pods stayed ready.'",
			"FAILED,'A person left out the gate errors of stage 1, which had failed; its pods stayed ready.'" })
	void aGateThatAPersonLeftOutDidNotLetItPass(String conclusion, String told) {
		String finding = "{\"stage\":1,\"gate\":\"errors\",\"conclusion\":\"" + conclusion
				+ "\",\"explanation\":\"\",\"at\":\"2026-11-21T09:02:00Z\",\"evidence\":{}}";
		String json = CannedRelease.JSON.formatted("SUCCEEDED", "Succeeded", "\"Release 4 is stable with 4 pods\"",
				"\"2026-11-21T09:03:00Z\"", "canary", 0, "", "null", finding);
		Release release = Json.as(Release.class, JsonMapper.shared().readTree(json));
		assertThat(Verdict.of(release).rule()).isEqualTo(told);
	}

}
