package dev.slipway.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import dev.slipway.jenkins.LogWindow;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A line longer than a piece is read downwards whole, whatever characters it has. */
@NullUnmarked
class LongLineTest {

	private static final String LINE = "aü€😀é".repeat(40) + "\n";

	private static final byte[] LOG = LINE.getBytes(StandardCharsets.UTF_8);

	@ParameterizedTest
	@ValueSource(ints = { 5, 6, 7, 8, 9, 10, 11, 12, 13, 64, 1000 })
	void ofTheLocalRunner(int most) {
		StringBuilder read = new StringBuilder();
		long at = 0;
		while (at < LOG.length) {
			String rest = new String(LOG, (int) at, LOG.length - (int) at, StandardCharsets.UTF_8);
			LogPiece piece = LogPiece.of(new LogChunk(rest, LOG.length, true), most);
			assertThat(piece.start()).isEqualTo(at);
			assertThat(piece.next()).isGreaterThan(at);
			read.append(piece.text());
			at = piece.next();
		}
		assertThat(read).hasToString(LINE);
	}

	@ParameterizedTest
	@ValueSource(ints = { 5, 6, 7, 8, 9, 10, 11, 12, 13, 64, 1000 })
	void ofAJenkins(int most) {
		StringBuilder read = new StringBuilder();
		long at = 0;
		while (at < LOG.length) {
			byte[] body = Arrays.copyOfRange(LOG, (int) at, (int) Math.min(LOG.length, at + most));
			boolean whole = at + body.length == LOG.length;
			LogWindow window = LogWindow.of(body, body.length, at, LOG.length, whole, false, false);
			assertThat(window.start()).isEqualTo(at);
			assertThat(window.next()).isGreaterThan(at);
			read.append(window.text());
			at = window.next();
		}
		assertThat(read).hasToString(LINE);
	}

}
