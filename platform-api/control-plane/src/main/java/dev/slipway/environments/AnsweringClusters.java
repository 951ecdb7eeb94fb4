package dev.slipway.environments;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Looks at many things one after the other, round by round, and leaves out those on a
 * cluster that does not answer: each look there would end only after the client's own
 * patience (10 s), and others would wait for it. One round at a time.
 */
public final class AnsweringClusters {

	private static final System.Logger log = System.getLogger(AnsweringClusters.class.getName());

	private final Environments environments;

	private final String what;

	/** Those that did not answer in the last round: they come last in the next. */
	private final Set<String> away = new HashSet<>();

	/**
	 * @param what is looked for, as the log says it
	 */
	public AnsweringClusters(Environments environments, String what) {
		this.environments = environments;
		this.what = what;
	}

	/**
	 * One round.
	 * @param environment where a thing is
	 * @param look looks at a thing; answers whether it could, and does not throw
	 */
	public <T> void each(Collection<T> all, Function<T, String> environment, Predicate<T> look) {
		Map<String, Integer> left = new HashMap<>();
		Map<String, Boolean> known = new HashMap<>();
		List<T> last = new ArrayList<>();
		for (T one : all) {
			Environment place = place(environment.apply(one));
			if (place != null && this.away.contains(place.cluster())) {
				last.add(one);
			}
			else if (place != null) {
				look(one, place, look, known, left);
			}
		}
		for (T one : last) {
			Environment place = place(environment.apply(one));
			if (place != null) {
				look(one, place, look, known, left);
			}
		}
		tell(left, known);
	}

	/** Null when it is not there any more. */
	private @Nullable Environment place(String environment) {
		try {
			return this.environments.get(environment);
		}
		catch (NoSuchElementException ex) {
			return null;
		}
	}

	private <T> void look(T one, Environment place, Predicate<T> look, Map<String, Boolean> known,
			Map<String, Integer> left) {
		String cluster = place.cluster();
		if (!known.computeIfAbsent(cluster, (asked) -> this.environments.answers(place))) {
			left.merge(cluster, 1, Integer::sum);
		}
		else if (!look.test(one)) {
			// It may be gone since: it is asked again before the next look.
			known.remove(cluster);
		}
	}

	private void tell(Map<String, Integer> left, Map<String, Boolean> known) {
		left.forEach((cluster, count) -> {
			if (this.away.add(cluster)) {
				log.log(System.Logger.Level.WARNING,
						"The cluster {0} does not answer: {1} of its services are not looked at for {2}", cluster,
						count, this.what);
			}
		});
		List<String> back = this.away.stream().filter((cluster) -> Boolean.TRUE.equals(known.get(cluster))).toList();
		back.forEach((cluster) -> {
			this.away.remove(cluster);
			log.log(System.Logger.Level.INFO, "The cluster {0} answers again: its services are looked at for {1}",
					cluster, this.what);
		});
	}

}
