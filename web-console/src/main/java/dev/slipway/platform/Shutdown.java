package dev.slipway.platform;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.stereotype.Component;

/**
 * Ends the platform. A plain end leaves the pods running, to be adopted at the next
 * start; {@code stopPods} takes them along.
 */
@Component
public class Shutdown {

	private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

	private final ConfigurableApplicationContext context;

	private final AtomicBoolean begun = new AtomicBoolean();

	private volatile boolean stopPods;

	Shutdown(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/** Whether pods end with the platform. */
	public boolean stopsPods() {
		return this.stopPods;
	}

	/** Begins the end soon, after the caller was answered. */
	void begin(boolean pods) {
		this.stopPods = pods;
		if (this.begun.compareAndSet(false, true)) {
			log.info("Shutting down; pods are {}", pods ? "stopped" : "left running");
			Thread thread = new Thread(this::end, "shutdown");
			thread.setDaemon(false);
			thread.start();
		}
	}

	private void end() {
		try {
			TimeUnit.MILLISECONDS.sleep(200);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		System.exit(SpringApplication.exit(this.context));
	}

}
