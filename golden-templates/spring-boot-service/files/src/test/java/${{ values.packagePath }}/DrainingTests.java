package ${{ values.package }};

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class DrainingTests {

	private final Draining draining = new Draining(Duration.ofMillis(1));

	@Test
	void connectionsAreKeptWhileTheServiceRuns() throws Exception {
		this.draining.start();
		assertThat(connectionHeader()).isNull();
		assertThat(this.draining.isRunning()).isTrue();
	}

	@Test
	void clientsAreAskedToLeaveBeforeTheServerCloses() throws Exception {
		this.draining.start();
		CountDownLatch stopped = new CountDownLatch(1);
		this.draining.stop(stopped::countDown);
		assertThat(connectionHeader()).isEqualTo("close");
		assertThat(stopped.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(this.draining.isRunning()).isFalse();
	}

	private String connectionHeader() throws Exception {
		MockHttpServletResponse response = new MockHttpServletResponse();
		this.draining.doFilter(new MockHttpServletRequest(), response, new MockFilterChain());
		return response.getHeader("Connection");
	}

}
