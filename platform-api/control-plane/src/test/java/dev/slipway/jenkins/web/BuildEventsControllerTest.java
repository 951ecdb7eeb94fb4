package dev.slipway.jenkins.web;

import java.io.InputStream;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

import dev.slipway.api.Problem;
import dev.slipway.jenkins.EventKey;
import dev.slipway.jenkins.Follower;
import dev.slipway.jenkins.JenkinsPath;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Who is not known yet cannot fill the memory. */
@NullUnmarked
class BuildEventsControllerTest {

	@Test
	void readsNoMoreThanAnEventHas() {
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		beans.registerSingleton("follower",
				new Follower(null, null, null, null, (team, service) -> JenkinsPath.ROOT, Clock.systemUTC()));
		beans.registerSingleton("key", (EventKey) () -> "secret");
		BuildEventsController controller = new BuildEventsController(beans.getBeanProvider(Follower.class),
				beans.getBeanProvider(EventKey.class), beans.getBeanProvider(Clock.class));
		AtomicLong read = new AtomicLong();
		InputStream endless = new InputStream() {

			@Override
			public int read() {
				return (read.incrementAndGet() > 1_000_000) ? -1 : 'x';
			}

		};
		assertThatThrownBy(() -> controller.happened("1", "sha256=0", endless)).isInstanceOf(Problem.class)
			.hasMessageContaining("64 KiB");
		assertThat(read.get()).isLessThanOrEqualTo(64 * 1024 + 1);
	}

}
