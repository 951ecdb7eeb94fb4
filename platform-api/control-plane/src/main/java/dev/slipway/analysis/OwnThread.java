package dev.slipway.analysis;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Does work in a thread of its own, which nobody interrupts, while the caller waits.
 * Looks of gates are interrupted when they take too long; an interrupt that meets H2
 * while it reads or writes its file closes the whole database.
 */
public final class OwnThread implements AutoCloseable {

	private static final long PATIENCE_SECONDS = 30;

	private final ExecutorService thread;

	/**
	 * None is started before there is work.
	 * @param name of the thread
	 */
	public OwnThread(String name) {
		this.thread = Executors.newSingleThreadExecutor((work) -> {
			Thread made = new Thread(work, name);
			made.setDaemon(true);
			return made;
		});
	}

	/**
	 * Does it. An interrupt of the caller is left for the caller to see afterwards.
	 * @throws java.util.concurrent.RejectedExecutionException when it is closed
	 */
	public <T> T call(Supplier<T> work) {
		Future<T> result = this.thread.submit(work::get);
		boolean interrupted = false;
		try {
			while (true) {
				try {
					return result.get();
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
				catch (ExecutionException ex) {
					throw (ex.getCause() instanceof RuntimeException known) ? known
							: new IllegalStateException(ex.getCause());
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/** Lets what was begun end. */
	@Override
	public void close() {
		this.thread.shutdown();
		try {
			this.thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
