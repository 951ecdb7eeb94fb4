package dev.slipway.jenkins.adapter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.slipway.jenkins.JenkinsPath;
import dev.slipway.jenkins.MadeThings;
import dev.slipway.pipeline.BuildStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the pipelines of services that were there before the Jenkins was, and renews
 * tokens before they end. It asks Jenkins nothing while there is nothing to do. Of
 * several platforms on one database one does it.
 */
final class Keeper implements AutoCloseable {

	private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

	private static final ThreadFactory DAEMONS = (work) -> {
		Thread thread = new Thread(work, "slipway-jenkins-keeper");
		thread.setDaemon(true);
		return thread;
	};

	private final Provisioning provisioning;

	private final ServiceTokens tokens;

	private final MadeThings made;

	private final BuildStore builds;

	private final Leader leader;

	private final int atOnce;

	private volatile boolean closed;

	private final ScheduledExecutorService clock = scheduler();

	Keeper(Provisioning provisioning, ServiceTokens tokens, MadeThings made, BuildStore builds, Leader leader,
			int atOnce) {
		this.leader = leader;
		this.provisioning = provisioning;
		this.tokens = tokens;
		this.made = made;
		this.builds = builds;
		this.atOnce = atOnce;
	}

	/** What waits when it is shut down is dropped. */
	private static ScheduledExecutorService scheduler() {
		ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, DAEMONS);
		scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		scheduler.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
		return scheduler;
	}

	void start(Duration every) {
		this.clock.schedule(() -> round(every), 1, TimeUnit.SECONDS);
	}

	/**
	 * Who does not lead looks again after a term: who led may have died, perhaps this
	 * platform itself before it was started again.
	 */
	private void round(Duration every) {
		Duration wait = every;
		try {
			if (this.leader.leads()) {
				makeMissing();
				renewTokens();
			}
			else {
				wait = Leader.TERM;
			}
		}
		catch (RuntimeException ex) {
			LOG.warn("Pipelines on the Jenkins could not be looked after: {}", ex.getMessage());
		}
		if (!this.closed) {
			this.clock.schedule(() -> round(every), wait.toSeconds(), TimeUnit.SECONDS);
		}
	}

	/**
	 * Makes what was never made, or not to its end. What failed is tried in the next
	 * round.
	 */
	List<String> makeMissing() {
		return each(this.builds.pipelines(false)
			.stream()
			.filter((one) -> !whole(this.made.of(one.service())))
			.map((one) -> new Work(one.service(), () -> this.provisioning.ensure(one.team(), one.service())))
			.toList());
	}

	private static boolean whole(List<MadeThings.Made> things) {
		return !things.isEmpty() && things.stream().allMatch(MadeThings.Made::done);
	}

	/** Renews what ends soon. */
	List<String> renewTokens() {
		return each(this.tokens.dueForRenewal()
			.stream()
			.map((one) -> new Work(one.service(),
					() -> this.tokens.renew(JenkinsPath.ROOT.job(one.team()).job(one.service()), one.team(),
							one.service())))
			.toList());
	}

	/**
	 * Does some at once.
	 * @return the services that failed
	 */
	private List<String> each(List<Work> all) {
		if (all.isEmpty()) {
			return List.of();
		}
		List<String> failed = new ArrayList<>();
		ExecutorService workers = Executors.newFixedThreadPool(this.atOnce, DAEMONS);
		try {
			List<Future<?>> running = new ArrayList<>();
			all.forEach((work) -> running.add(workers.submit(() -> whileLeading(work.task()))));
			for (int i = 0; i < all.size(); i++) {
				try {
					running.get(i).get();
				}
				catch (ExecutionException ex) {
					failed.add(all.get(i).service());
					LOG.warn("The pipeline of {} is not as it should be: {}", all.get(i).service(),
							String.valueOf(ex.getCause()));
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			workers.shutdownNow();
		}
		return failed;
	}

	/** A long round renews the lease, and ends when another platform has it. */
	private void whileLeading(Runnable task) {
		if (!this.closed && this.leader.leads()) {
			task.run();
		}
	}

	/** What is under way goes on: an interrupt would close the file of the database. */
	@Override
	public void close() {
		this.closed = true;
		this.clock.shutdown();
		try {
			this.leader.resign();
		}
		catch (RuntimeException ex) {
			LOG.debug("The lease ends by itself", ex);
		}
	}

	private record Work(String service, Runnable task) {
	}

}
