package dev.slipway.jenkins.adapter;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;

/** The kit on a played Jenkins, in a time that runs faster. */
@NullUnmarked
class PlayedJenkinsDriveTest extends JenkinsDriveKit {

	private static final int FASTER = 20;

	private final Clock clock = new FastClock();

	private final ScriptedJenkins jenkins = new ScriptedJenkins(this.clock);

	@Override
	JenkinsSettings jenkins() {
		return new JenkinsSettings(URI.create(this.jenkins.url()), "admin", "secret", true, null,
				Duration.ofSeconds(30), Duration.ofSeconds(60));
	}

	@Override
	Clock clock() {
		return this.clock;
	}

	@Override
	@AfterEach
	void removeAll() {
		super.removeAll();
		this.jenkins.close();
	}

	/** Goes so much faster than the time. */
	private static final class FastClock extends Clock {

		private final Instant begin = Instant.now();

		@Override
		public Instant instant() {
			return this.begin.plus(Duration.between(this.begin, Instant.now()).multipliedBy(FASTER));
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

}
