package dev.slipway.jenkins.adapter;

import java.nio.file.Path;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What a live Jenkins would fetch from in {@link NamedJenkinsContractTest}. */
@NullUnmarked
class GitDaemonTest {

	@Test
	void othersFetchFromIt(@TempDir Path folder) {
		try (GitDaemon git = new GitDaemon(folder)) {
			String first = git.commit("Jenkinsfile", "echo 'one'\n");
			assertThat(git.remoteHead("main")).isEqualTo(first);
			String second = git.commit("Jenkinsfile", "echo 'two'\n");
			assertThat(second).isNotEqualTo(first);
			assertThat(git.remoteHead("main")).isEqualTo(second);
		}
	}

}
