package dev.slipway.cluster.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Which objects of a resource a term finds, by namespace. Not safe for threads. */
final class TermIndex {

	private final Map<Place, TreeSet<String>> names = new HashMap<>();

	/** A term in a namespace. */
	private record Place(String namespace, Term term) {
	}

	void change(String namespace, String name, @Nullable ObjectNode before, @Nullable ObjectNode after) {
		if (before != null && after != null && Term.same(before, after)) {
			return;
		}
		if (before != null) {
			for (Term term : Term.of(before)) {
				this.names.computeIfPresent(new Place(namespace, term),
						(place, found) -> (found.remove(name) && found.isEmpty()) ? null : found);
			}
		}
		if (after != null) {
			for (Term term : Term.of(after)) {
				this.names.computeIfAbsent(new Place(namespace, term), (place) -> new TreeSet<>()).add(name);
			}
		}
	}

	/** The names of the objects that all terms find, in order. */
	List<String> find(String namespace, Collection<Term> all) {
		Set<String> fewest = null;
		for (Term term : all) {
			Set<String> found = this.names.getOrDefault(new Place(namespace, term), new TreeSet<>());
			fewest = (fewest == null || found.size() < fewest.size()) ? found : fewest;
		}
		Set<String> candidates = (fewest != null) ? fewest : Set.of();
		return candidates.stream()
			.filter((name) -> all.stream().allMatch((term) -> has(namespace, term, name)))
			.toList();
	}

	private boolean has(String namespace, Term term, String name) {
		Set<String> found = this.names.get(new Place(namespace, term));
		return found != null && found.contains(name);
	}

}
