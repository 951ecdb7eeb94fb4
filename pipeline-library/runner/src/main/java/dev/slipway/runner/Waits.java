package dev.slipway.runner;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * What a build waits for that only the platform can give: a person's answer, a lock.
 * Tells {@code idle} when nothing of the build goes on but waiting, and {@code busy} when
 * it goes on, so that the platform may run others meanwhile.
 */
final class Waits {

	private final Events events;

	private final Map<String, CompletableFuture<Map<?, ?>>> open = new ConcurrentHashMap<>();

	/** The threads that are not waiting; the thread of a parallel step counts as none. */
	private int active = 1;

	private int numbers;

	private int milestones;

	Waits(Events events) {
		this.events = events;
	}

	/** A number that no other wait of this build has. */
	synchronized int number() {
		return ++this.numbers;
	}

	/** The ordinal of a milestone that names none. */
	synchronized int milestone() {
		return ++this.milestones;
	}

	/** The thread of a parallel step hands over to its branches. */
	synchronized void branchesStart(int branches) {
		this.active += branches - 1;
	}

	/** A branch has ended that is not the last: that one hands back to the step. */
	void branchEnded() {
		step(-1);
	}

	/**
	 * Asks and waits.
	 * @param id names it
	 * @param ask sends the question
	 * @return what was answered
	 */
	Map<?, ?> await(String id, Scope scope, Runnable ask) throws InterruptedException {
		CompletableFuture<Map<?, ?>> answer = new CompletableFuture<>();
		this.open.put(id, answer);
		Runnable interrupted = () -> answer.complete(Map.of());
		scope.onCancel(interrupted);
		ask.run();
		step(-1);
		try {
			Map<?, ?> given = answer.get();
			scope.check();
			return given;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			step(1);
			scope.remove(interrupted);
			this.open.remove(id);
		}
	}

	/** The platform answers; late answers are dropped. */
	void answered(Map<?, ?> command) {
		CompletableFuture<Map<?, ?>> waiting = this.open.get(String.valueOf(command.get("id")));
		if (waiting != null) {
			waiting.complete(command);
		}
	}

	private synchronized void step(int by) {
		int before = this.active;
		this.active += by;
		if (before > 0 && this.active == 0) {
			this.events.send("idle");
		}
		else if (before == 0 && this.active > 0) {
			this.events.send("busy");
		}
	}

}
