package dev.slipway.pipeline.adapter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The locks and milestones of Jenkinsfiles, for all builds of this platform, in memory:
 * they last as long as the builds, which a stop of the platform ends. A lock goes to
 * those who ask for it in the order of asking; a milestone lets no build pass after a
 * newer one.
 */
final class BuildLocks {

	/** Who has a lock comes first, those after wait. */
	private final Map<String, List<Claim>> locks = new HashMap<>();

	/** The newest build that passed each milestone. */
	private final Map<String, Integer> milestones = new HashMap<>();

	/** Asks for a lock; the claim is told as soon as it has it. */
	synchronized void lock(String resource, Claim claim, boolean skipIfLocked) {
		List<Claim> claims = this.locks.computeIfAbsent(resource, (name) -> new ArrayList<>());
		if (claims.isEmpty()) {
			claims.add(claim);
			claim.granted().run();
		}
		else if (skipIfLocked) {
			claim.refused().run();
		}
		else {
			claims.add(claim);
		}
	}

	/** Whether a build has asked for a lock that it does not have yet. */
	synchronized boolean waits(String build) {
		return this.locks.values()
			.stream()
			.anyMatch((claims) -> claims.stream().skip(1).anyMatch((claim) -> claim.build().equals(build)));
	}

	/** Gives a lock back, or asks for it no more. */
	synchronized void unlock(String resource, String build, String id) {
		List<Claim> claims = this.locks.getOrDefault(resource, new ArrayList<>());
		Claim first = claims.isEmpty() ? null : claims.get(0);
		claims.removeIf((claim) -> claim.build().equals(build) && claim.id().equals(id));
		next(resource, claims, first);
	}

	/** Gives back all that a build has and asks for. */
	synchronized void unlock(String build) {
		for (String resource : List.copyOf(this.locks.keySet())) {
			List<Claim> claims = this.locks.getOrDefault(resource, new ArrayList<>());
			Claim first = claims.isEmpty() ? null : claims.get(0);
			claims.removeIf((claim) -> claim.build().equals(build));
			next(resource, claims, first);
		}
	}

	private void next(String resource, List<Claim> claims, @Nullable Claim before) {
		if (claims.isEmpty()) {
			this.locks.remove(resource);
		}
		else if (claims.get(0) != before) {
			claims.get(0).granted().run();
		}
	}

	/**
	 * A build comes to a milestone of its branch.
	 * @return the newer build that was there before; 0 when it may pass
	 */
	synchronized int pass(String service, String branch, long ordinal, int number) {
		int newest = this.milestones.merge(service + " " + branch + " " + ordinal, number, Math::max);
		return (newest > number) ? newest : 0;
	}

	/** A service is removed: one of its name begins anew, with its first build. */
	synchronized void forget(String service) {
		this.milestones.keySet().removeIf((milestone) -> milestone.startsWith(service + " "));
	}

	/**
	 * A wish for a lock.
	 *
	 * @param build which build, by service and number
	 * @param id names the wish within the build
	 * @param granted run when the build has the lock
	 * @param refused run when it does not want to wait
	 */
	record Claim(String build, String id, Runnable granted, Runnable refused) {
	}

}
