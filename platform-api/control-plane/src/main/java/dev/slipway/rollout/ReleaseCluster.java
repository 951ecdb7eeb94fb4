package dev.slipway.rollout;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/** The cluster, as a release needs it. Each call may throw when it cannot be reached. */
public interface ReleaseCluster {

	/** The release's Deployment and pods. */
	Workload look(Release release);

	/**
	 * The next looks at the release's service, for some seconds, are at the cluster
	 * itself, whatever was told of it before: who told may have died without a word.
	 */
	void doubt(Release release);

	/**
	 * Whether it tells by itself what changes of the release: a cluster whose watches are
	 * refused, or are gone, has to be asked instead.
	 */
	boolean tells(Release release);

	/** Why a pod is not ready, as far as it can be found out. */
	Evidence evidence(Release release, String pod);

	/**
	 * Makes the release's objects, the Deployment at zero, and the service's objects that
	 * are missing.
	 * @throws Refused when the cluster will never take one of them
	 */
	void create(Release release, Fence fence);

	/**
	 * How far the Jobs are that the release has at these moments: the first that runs, or
	 * the first that has not succeeded; of several moments, the first that may still run.
	 * @return {@link Hook#NONE} when it has none; the cluster is not asked then
	 */
	Hook hook(Release release, Set<HookMoment> moments);

	/** Starts a Job that was made with the release, unless a later writer stopped it. */
	void startHook(Release release, String job, Fence fence);

	/** Ends the Jobs of the release that run, and lets none start any more. */
	void stopHooks(Release release, Fence fence);

	/**
	 * Sets the desired pods. A Deployment that is missing is made first unless none are
	 * desired.
	 * @param seen the Deployment as observed in this tick: when it has changed since, the
	 * write is dropped
	 */
	void scale(Release release, int replicas, Workload seen, Fence fence);

	/** How the service's autoscaler is set, compared with what is wanted. */
	Autoscaled autoscaled(Release release, Autoscale wanted);

	/**
	 * Sets the service's autoscaler, if there is one: one write, which the second time
	 * changes nothing.
	 * @throws Refused when the cluster will never take it
	 */
	void autoscale(Release release, Autoscale wanted, Fence fence);

	/**
	 * Labels the roles, makes the service's objects the release's own and deletes
	 * releases at zero beyond the newest {@code keep}.
	 * @throws Refused when the cluster will never take one of the service's objects; the
	 * roles are labelled nevertheless
	 */
	void promote(Release release, int keep, Fence fence);

	/**
	 * Who writes: a later release, or a later driver of the same release, wins.
	 *
	 * @param release the number of the release whose flow writes
	 * @param epoch of that flow
	 */
	record Fence(int release, long epoch) implements Comparable<Fence> {

		@Override
		public int compareTo(Fence other) {
			int byRelease = Integer.compare(this.release, other.release);
			return (byRelease != 0) ? byRelease : Long.compare(this.epoch, other.epoch);
		}

		@Override
		public String toString() {
			return this.release + "." + this.epoch;
		}

		/** Reads what {@link #toString} wrote. */
		public static Fence parse(String text) {
			int dot = text.indexOf('.');
			return new Fence(Integer.parseInt(text.substring(0, dot)), Long.parseLong(text.substring(dot + 1)));
		}

	}

	/**
	 * What speaks for itself when a pod does not become ready.
	 *
	 * @param probe the probe that failed last and its answer; empty when none did
	 * @param lastLines the end of its log, of its last run if this one has none; empty
	 * when there is none
	 */
	record Evidence(String probe, String lastLines) {
	}

	/** The cluster will never take this object. */
	class Refused extends RuntimeException {

		private static final long serialVersionUID = 1L;

		public Refused(String message, @Nullable Throwable cause) {
			super(message, cause);
		}

	}

}
