package dev.slipway.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.slipway.rollout.Gate;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Reading.Conclusion;
import org.jspecify.annotations.Nullable;

/**
 * One gate or guard rail of one stage while it is asked: one look at a time, until it has
 * decided. A look that takes too long is interrupted, and what it says later is dropped.
 */
final class Asked {

	private final String name;

	private final Look look;

	private final Function<Instant, Gate.Call> calls;

	private final Pace pace;

	private final Instant since;

	private final Consumer<Reading> changed;

	private Reading reading = Reading.of(Conclusion.PENDING, "It has not looked yet");

	private Instant next = Instant.MIN;

	private boolean again;

	private boolean stopped;

	private boolean decided;

	private @Nullable Instant started;

	private boolean late;

	private @Nullable Thread thread;

	/**
	 * Creates one.
	 * @param changed told when the reading says something new
	 */
	Asked(String name, Look look, Function<Instant, Gate.Call> calls, Pace pace, Instant since,
			Consumer<Reading> changed) {
		this.name = name;
		this.look = look;
		this.calls = calls;
		this.pace = pace;
		this.since = since;
		this.changed = changed;
	}

	/** One that has its answer already. */
	static Asked answered(String name, Reading reading, Gate.Call call) {
		Asked asked = new Asked(name, (any) -> reading, (now) -> call, Pace.ofRail(call.spec()), call.since(),
				(news) -> {
				});
		asked.reading = reading;
		asked.stopped = true;
		return asked;
	}

	String name() {
		return this.name;
	}

	synchronized Reading reading() {
		return this.reading;
	}

	/** Looks if it is time to. */
	void tick(Instant now, Executor executor) {
		Reading late = overdue(now);
		if (late != null) {
			say(timedOut(late, now), false);
		}
		if (begin(now)) {
			try {
				executor.execute(() -> run(now));
			}
			catch (RejectedExecutionException ex) {
				postpone(now);
			}
		}
	}

	/** There is news: looks now, or once more when the look under way is over. */
	void hurry(Instant now, Executor executor) {
		synchronized (this) {
			if (this.started != null) {
				this.again = true;
				return;
			}
			this.next = now;
		}
		tick(now, executor);
	}

	/** Nothing is asked any more. */
	synchronized void stop() {
		this.stopped = true;
		interrupt();
	}

	private synchronized boolean begin(Instant now) {
		if (this.stopped || this.started != null || now.isBefore(this.next) || this.decided) {
			return false;
		}
		this.started = now;
		this.again = false;
		return true;
	}

	private synchronized void postpone(Instant now) {
		this.started = null;
		this.next = now.plus(this.pace.interval());
	}

	private void run(Instant now) {
		synchronized (this) {
			if (this.stopped) {
				this.started = null;
				return;
			}
			this.thread = Thread.currentThread();
		}
		Reading found = null;
		try {
			found = this.look.at(this.calls.apply(now));
		}
		catch (Exception ex) {
			String cause = (ex.getMessage() != null) ? ex.getMessage() : ex.getClass().getSimpleName();
			found = Reading.of(Conclusion.NO_DATA, "It could not look: " + cause);
		}
		finally {
			end((found != null) ? found : Reading.of(Conclusion.NO_DATA, "It could not look: the log tells why"), now);
		}
	}

	private void end(Reading found, Instant now) {
		boolean counts;
		synchronized (this) {
			this.thread = null;
			// The interrupt of a late look must not reach the next one of this thread.
			Thread.interrupted();
			counts = !this.late && !this.stopped;
			this.started = null;
			this.late = false;
			this.next = this.again ? now : now.plus(this.pace.interval());
		}
		if (counts) {
			// What a gate says it cannot tell is its last word as well.
			boolean last = found.decided() || found.conclusion() == Conclusion.INCONCLUSIVE;
			say(last ? found : timedOut(found, now), last);
		}
	}

	/** Given up when a look takes too long, once. */
	private synchronized @Nullable Reading overdue(Instant now) {
		if (this.started == null || this.late || now.isBefore(this.started.plus(this.pace.lookTimeout()))) {
			return null;
		}
		this.late = true;
		interrupt();
		return Reading.of(Conclusion.NO_DATA,
				"It did not answer within " + Unit.show(this.pace.lookTimeout()) + " (setting lookTimeout)");
	}

	private synchronized void interrupt() {
		if (this.thread != null) {
			this.thread.interrupt();
		}
	}

	private void say(Reading said, boolean last) {
		boolean news;
		synchronized (this) {
			if (this.stopped) {
				return;
			}
			news = this.reading.conclusion() != said.conclusion()
					|| !this.reading.explanation().equals(said.explanation());
			this.reading = said;
			this.decided = last;
		}
		if (news) {
			this.changed.accept(said);
		}
	}

	/** It goes on looking, but says that it should have decided by now. */
	private Reading timedOut(Reading found, Instant now) {
		Duration timeout = this.pace.timeout();
		if (now.isBefore(this.since.plus(timeout))) {
			return found;
		}
		Conclusion conclusion = (found.conclusion() == Conclusion.NO_DATA) ? Conclusion.NO_DATA
				: Conclusion.INCONCLUSIVE;
		return new Reading(conclusion, "Not decided within " + Unit.show(timeout) + ". " + found.explanation(),
				found.evidence());
	}

}
