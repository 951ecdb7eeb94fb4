package dev.slipway.analysis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

import dev.slipway.observability.Origin;
import dev.slipway.rollout.Reading;
import dev.slipway.rollout.Release;
import org.jspecify.annotations.Nullable;

/** What is asked of one live release: the gates of its stage, its guard rails. */
final class LiveRelease {

	private final Release release;

	private Map<String, Asked> gates = Map.of();

	private Map<String, Asked> rails = Map.of();

	private int stage;

	private Instant since = Instant.MIN;

	private Instant lastAsked;

	private @Nullable Instant nudged;

	LiveRelease(Release release, Instant now) {
		this.release = release;
		this.lastAsked = now;
	}

	String flowId() {
		return this.release.plan().flowId();
	}

	/** Whether samples of that origin are of this release. */
	boolean owns(Origin origin) {
		return origin.service().equals(this.release.draft().service())
				&& origin.environment().equals(this.release.draft().environment())
				&& origin.release().equals(Integer.toString(this.release.number()));
	}

	/** Takes the gates of a stage, unless they are those that are asked. */
	synchronized Map<String, Reading> gates(int number, Instant began, Instant now, Asking asking) {
		asked(now);
		if (this.stage != number || !this.since.equals(began)) {
			this.gates.values().forEach(Asked::stop);
			this.gates = byName(asking.asked());
			this.stage = number;
			this.since = began;
		}
		return readings(this.gates);
	}

	/**
	 * Takes the guard rails, when they are asked first; they stay until the end. Gates of
	 * a stage that is over are asked no more: the next one may have none.
	 */
	synchronized List<Asked> rails(int number, Instant now, Asking asking) {
		asked(now);
		if (number > this.stage) {
			this.gates.values().forEach(Asked::stop);
			this.gates = Map.of();
		}
		if (this.rails.isEmpty()) {
			this.rails = byName(asking.asked());
		}
		return List.copyOf(this.rails.values());
	}

	/** What the guard rails say; nothing before they are asked first. */
	synchronized Map<String, Reading> watched() {
		return readings(this.rails);
	}

	private static Map<String, Reading> readings(Map<String, Asked> all) {
		Map<String, Reading> readings = new LinkedHashMap<>();
		all.forEach((name, asked) -> readings.put(name, asked.reading()));
		return readings;
	}

	private void asked(Instant now) {
		this.lastAsked = now;
		this.nudged = null;
	}

	private static Map<String, Asked> byName(List<Asked> all) {
		Map<String, Asked> byName = new LinkedHashMap<>();
		all.forEach((asked) -> byName.put(asked.name(), asked));
		return byName;
	}

	void tick(Instant now, Executor executor) {
		all().forEach((asked) -> asked.tick(now, executor));
	}

	/** There are new samples: guard rails do not wait. */
	void hurry(Instant now, Executor executor) {
		List<Asked> all;
		synchronized (this) {
			all = List.copyOf(this.rails.values());
		}
		all.forEach((asked) -> asked.hurry(now, executor));
	}

	void stop() {
		all().forEach(Asked::stop);
	}

	private synchronized List<Asked> all() {
		List<Asked> all = new ArrayList<>(this.gates.values());
		all.addAll(this.rails.values());
		return all;
	}

	synchronized Instant lastAsked() {
		return this.lastAsked;
	}

	/** When it was woken because nobody had asked; null when it was not. */
	synchronized @Nullable Instant nudged() {
		return this.nudged;
	}

	synchronized void nudge(Instant now) {
		this.nudged = now;
	}

	/** Makes what is asked, when it is asked first. */
	@FunctionalInterface
	interface Asking {

		List<Asked> asked();

	}

}
