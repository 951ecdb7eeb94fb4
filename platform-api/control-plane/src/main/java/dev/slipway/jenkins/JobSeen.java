package dev.slipway.jenkins;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A job as Jenkins tells of it.
 *
 * @param path where it is
 * @param buildable false when its branch is gone or somebody disabled it
 * @param next the number that its next run gets
 * @param declared the parameters that it declares; those of a Jenkinsfile are known after
 * its first run only
 */
public record JobSeen(String path, boolean buildable, int next, Set<String> declared) {

	/** The parameter by which a run is found again. */
	public static final String KEY = "SLIPWAY_KEY";

	/** The parameter that says which commit was meant. */
	public static final String COMMIT = "SLIPWAY_COMMIT";

	public JobSeen {
		declared = Set.copyOf(declared);
	}

	/** Whether a run of it can carry our key. */
	public boolean keyed() {
		return this.declared.contains(KEY);
	}

	/** Of these parameters those that it declares: Jenkins would drop the others. */
	public Map<String, String> taken(Map<String, String> parameters, String key, String commit) {
		Map<String, String> taken = new TreeMap<>(parameters);
		taken.put(KEY, key);
		taken.put(COMMIT, commit);
		taken.keySet().retainAll(this.declared);
		return taken;
	}

}
