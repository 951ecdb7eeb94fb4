package dev.slipway.pipeline.web;

import java.util.List;

import dev.slipway.jenkins.JenkinsTrouble;
import dev.slipway.pipeline.BuildServerAway;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

import static org.assertj.core.api.Assertions.assertThat;

/** A Jenkins that is down is 503 with a remedy. */
@NullUnmarked
class BuildServerProblemsTest {

	@Test
	void saysWhatToMend() {
		BuildServerAway away = new JenkinsTrouble(JenkinsTrouble.Kind.UNREACHABLE, "Nothing takes connections",
				"See whether Jenkins runs", true, 0, null);
		ResponseEntity<ProblemDetail> answer = new BuildServerProblems().away(away);
		assertThat(answer.getStatusCode().value()).isEqualTo(503);
		assertThat(answer.getBody().getDetail()).contains("Nothing takes connections");
		assertThat(answer.getBody().getProperties()).containsEntry("remedy", "See whether Jenkins runs");
	}

	@Test
	void aRefusalIsNotToBeTriedAgain() {
		for (JenkinsTrouble.Kind kind : List.of(JenkinsTrouble.Kind.FORBIDDEN, JenkinsTrouble.Kind.FAILED)) {
			BuildServerAway refused = new JenkinsTrouble(kind, "No", "Give the permission", false, 403, null);
			assertThat(new BuildServerProblems().away(refused).getStatusCode().value()).isEqualTo(502);
		}
		BuildServerAway restarting = new JenkinsTrouble(JenkinsTrouble.Kind.FAILED, "Later", "Wait", true, 500, null);
		assertThat(new BuildServerProblems().away(restarting).getStatusCode().value()).isEqualTo(503);
	}

}
