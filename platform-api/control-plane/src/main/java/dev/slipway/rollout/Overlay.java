package dev.slipway.rollout;

import java.util.List;
import java.util.Map;

/**
 * What is configured in the console, laid over the ConfigMap that is called as its
 * service. It stands in the objects of each release, so it is as old as they are.
 */
public interface Overlay {

	/**
	 * Lays values over the ConfigMap, instead of those that lie there.
	 * @param objects as a JSON list
	 * @param overrides the values by key
	 * @throws UnusableManifests when there is no such ConfigMap
	 */
	String lay(String service, String objects, Map<String, String> overrides);

	/**
	 * Takes what was laid over the ConfigMap away again.
	 * @param under the values by key that stand there instead; a key that is not among
	 * them goes
	 */
	String take(String service, String objects, Map<String, String> under);

	/** The values that were laid over the ConfigMap of these objects, by key. */
	Map<String, String> of(String service, String objects);

	/** All values of the ConfigMap, by key; none when there is no such ConfigMap. */
	Map<String, String> values(String service, String objects);

	/**
	 * What two releases configure differently, in words and without values:
	 * {@code ConfigMap orders: GREETING changed}.
	 */
	List<String> changes(String before, String after);

}
