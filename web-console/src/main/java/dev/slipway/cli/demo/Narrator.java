package dev.slipway.cli.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.CommandFailed;
import org.jspecify.annotations.Nullable;

/** Tells the person at the terminal what happens, and waits for what should be seen. */
final class Narrator {

	private static final Duration POLL = Duration.ofMillis(250);

	private final PrintStream out;

	private final Instant start = Instant.now();

	private int step;

	Narrator(PrintStream out) {
		this.out = out;
	}

	/** Opens a numbered part of the walk. */
	void part(String title) {
		this.step++;
		long seconds = Duration.between(this.start, Instant.now()).toSeconds();
		this.out.printf("%n%d. %s  [%d:%02d]%n", this.step, title, seconds / 60, seconds % 60);
	}

	/** Says one thing that was seen. */
	void saw(String text) {
		this.out.println("   \u2713 " + text);
	}

	/** Says something on the way. */
	void note(String text) {
		this.out.println("     " + text);
	}

	/**
	 * Looks again and again until there is something to see.
	 * @param what named when it does not come in time
	 * @param why asked for the reason then
	 */
	<T> T await(String what, Duration atMost, Callable<@Nullable T> look, Supplier<String> why) throws Exception {
		Instant end = Instant.now().plus(atMost);
		while (true) {
			T seen = look.call();
			if (seen != null) {
				return seen;
			}
			if (Instant.now().isAfter(end)) {
				throw new CommandFailed("Not seen within " + atMost.toSeconds() + " s: " + what + ". " + why.get());
			}
			Thread.sleep(POLL.toMillis());
		}
	}

	<T> T await(String what, Duration atMost, Callable<@Nullable T> look) throws Exception {
		return await(what, atMost, look, () -> "");
	}

	/** Fails the walk unless the condition holds, and says so if it does. */
	void check(boolean holds, String sentence, @Nullable JsonNode evidence) {
		if (!holds) {
			throw new CommandFailed(
					"Expected, but not seen: " + sentence + ((evidence != null) ? ". Seen: " + evidence : ""));
		}
		saw(sentence);
	}

}
