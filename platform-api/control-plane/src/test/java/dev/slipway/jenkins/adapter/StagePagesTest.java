package dev.slipway.jenkins.adapter;

import java.time.Clock;
import java.time.Duration;

import dev.slipway.jenkins.Stages;
import dev.slipway.jenkins.adapter.TranscriptServer.Answer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The stages are found wherever the version of pipeline-graph-view has them. */
@NullUnmarked
class StagePagesTest {

	private static final String RUN = "/job/a/job/b/1";

	private static final Answer TREE = Answer.json("""
			{"status":"ok","data":{"complete":true,"stages":[{"id":"6","name":"Build","state":"success","type":"STAGE",\
			"startTimeMillis":1000,"totalDurationMillis":5,"children":[]}]}}""");

	private static final Answer FLAT = Answer.json("""
			{"stages":[{"id":"6","name":"Build","status":"SUCCESS","startTimeMillis":1000,"durationMillis":5}]}""");

	private final TranscriptServer jenkins = new TranscriptServer();

	private final StagePages pages = new StagePages(new JenkinsClient(new JenkinsSettings(this.jenkins.url(), "admin",
			"secret", true, null, Duration.ofSeconds(30), Duration.ofSeconds(30)), Clock.systemUTC(), (time) -> false));

	@AfterEach
	void close() {
		this.jenkins.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/pipeline-overview/tree", "/stages/tree", "/pipeline-graph/tree" })
	void thePathOfTheVersionIsFoundOnceAndKept(String path) {
		this.jenkins.on("GET", RUN + path, TREE);
		Stages stages = this.pages.of(RUN, false);
		assertThat(stages.nested()).isTrue();
		assertThat(stages.nodes()).extracting(Stages.Node::name).containsExactly("Build");
		int before = this.jenkins.asked().size();
		this.pages.of(RUN, false);
		assertThat(this.jenkins.asked()).hasSize(before + 1);
		assertThat(this.jenkins.asked().get(before).path()).isEqualTo(RUN + path);
	}

	@Test
	void withoutThePluginItIsNotLookedForEachTime() {
		this.jenkins.on("GET", RUN + "/wfapi/describe", FLAT);
		assertThat(this.pages.of(RUN, false).nested()).isFalse();
		int before = this.jenkins.asked().size();
		assertThat(this.pages.of(RUN, false).nodes()).hasSize(1);
		assertThat(this.jenkins.asked()).hasSize(before + 1);
	}

	@Test
	void anUpdateOfThePluginIsNoticed() {
		this.jenkins.on("GET", RUN + "/wfapi/describe", FLAT);
		this.jenkins.on("GET", RUN + "/pipeline-overview/tree", TREE);
		assertThat(this.pages.of(RUN, false).nested()).isTrue();
		this.jenkins.on("GET", RUN + "/pipeline-overview/tree", Answer.of(404, ""));
		this.jenkins.on("GET", RUN + "/stages/tree", TREE);
		assertThat(this.pages.of(RUN, false).nested()).isFalse();
		assertThat(this.pages.of(RUN, false).nested()).isTrue();
	}

}
