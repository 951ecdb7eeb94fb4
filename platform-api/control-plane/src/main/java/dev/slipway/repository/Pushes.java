package dev.slipway.repository;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tells listeners of pushes, so that none is lost: a push is open in the journal from
 * before the branch moves until every listener was told.
 */
public class Pushes implements AutoCloseable {

	private static final System.Logger log = System.getLogger(Pushes.class.getName());

	private static final int MOST_BACK_OFF_SECONDS = 60;

	private final PushJournal journal;

	private final Repositories repositories;

	private final Supplier<List<PushListener>> listeners;

	private final ScheduledExecutorService executor;

	public Pushes(PushJournal journal, Repositories repositories, Supplier<List<PushListener>> listeners,
			ScheduledExecutorService executor) {
		this.journal = journal;
		this.repositories = repositories;
		this.listeners = listeners;
		this.executor = executor;
	}

	/** A branch is about to move. */
	public void expect(Push push) {
		this.journal.record(push);
	}

	/** The branch did not move after all. */
	public void drop(Push push) {
		this.journal.settle(push.id());
	}

	/** The branch has moved: tells the listeners soon, on another thread. */
	public void stored(Push push) {
		deliverIn(Duration.ZERO, push, 0);
	}

	/** A branch was deleted: tells the listeners soon; it is not told again. */
	public void deleted(String team, String name, String branch) {
		try {
			this.executor.execute(() -> {
				for (PushListener listener : this.listeners.get()) {
					try {
						listener.deleted(team, name, branch);
					}
					catch (RuntimeException ex) {
						log.log(System.Logger.Level.WARNING,
								"The deletion of " + branch + " of " + team + "/" + name + " could not be told", ex);
					}
				}
			});
		}
		catch (RejectedExecutionException ex) {
			log.log(System.Logger.Level.DEBUG, "The deletion of {0} is not told", branch);
		}
	}

	/** Records a branch that has moved already, and tells the listeners soon. */
	public void announce(Push push) {
		this.journal.record(push);
		stored(push);
	}

	/**
	 * Tells what was left untold when the platform stopped. Only a branch's present head
	 * counts: a push that never moved it, or that a newer one overtook, is dropped.
	 */
	public void resume() {
		for (Push push : this.journal.open()) {
			if (now(push).filter(push.commit()::equals).isPresent()) {
				stored(push);
			}
			else {
				drop(push);
			}
		}
	}

	private Optional<String> now(Push push) {
		String tag = push.tag();
		return (tag != null) ? this.repositories.tag(push.team(), push.name(), tag)
				: this.repositories.head(push.team(), push.name(), push.branch());
	}

	/** Stops telling; what is left is told at the next start. */
	@Override
	public void close() {
		this.executor.shutdownNow();
	}

	private void deliverIn(Duration delay, Push push, int failures) {
		try {
			this.executor.schedule(() -> deliver(push, failures), delay.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			log.log(System.Logger.Level.INFO,
					"The push of " + push.commit() + " to " + push.name() + " is told at the next start");
		}
	}

	private static void tell(PushListener listener, Push push) {
		String tag = push.tag();
		if (tag != null) {
			listener.tagged(push.team(), push.name(), tag, push.commit(), push.pusher());
		}
		else {
			listener.pushed(push.team(), push.name(), push.branch(), push.commit(), push.pusher());
		}
	}

	private void deliver(Push push, int failures) {
		try {
			for (PushListener listener : this.listeners.get()) {
				tell(listener, push);
			}
			this.journal.settle(push.id());
		}
		catch (RuntimeException ex) {
			Duration backOff = Duration.ofSeconds(Math.min(MOST_BACK_OFF_SECONDS, 1L << Math.min(failures, 6)));
			log.log(System.Logger.Level.WARNING, "The push of " + push.commit() + " to " + push.team() + "/"
					+ push.name() + " could not be told, again in " + backOff.toSeconds() + " s", ex);
			deliverIn(backOff, push, failures + 1);
		}
	}

}
