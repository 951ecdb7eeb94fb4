package dev.slipway.drift;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.slipway.drift.Drift.Ending;
import dev.slipway.rollout.LiveObjects.LiveObject;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseEdits.Edit;
import org.jspecify.annotations.Nullable;

/** Says what of a difference is a wish that a release can carry. */
final class Adopted {

	private static final Set<String> ROUTES = Set.of("HTTPRoute", "VirtualService");

	private Adopted() {
	}

	/** Where the requests go is the router's to say, and what is missing is no wish. */
	static boolean possible(Difference difference) {
		return !difference.path().isEmpty() && !difference.path().startsWith("spec.selector")
				&& !difference.path().startsWith("metadata") && !ROUTES.contains(difference.kind())
				&& !difference.path().contains("SLIPWAY_") && !difference.kind().equals("Secret");
	}

	/**
	 * Whether one of them can be released and was not before: what has failed as a
	 * release fails again.
	 * @param before what differed, ended or not
	 * @param by how those who adopted it are recorded
	 */
	static boolean anyNew(List<Drift> open, List<Drift> before, String by) {
		return open.stream()
			.filter((drift) -> possible(drift.difference()))
			.anyMatch((drift) -> before.stream()
				.filter((one) -> one.ending() == Ending.ADOPTED && String.valueOf(one.endedBy()).startsWith(by))
				.noneMatch((one) -> same(one, drift)));
	}

	private static boolean same(Drift one, Drift other) {
		return one.environment().equals(other.environment()) && one.release() == other.release()
				&& one.difference().field().equals(other.difference().field())
				&& Objects.equals(one.difference().found(), other.difference().found());
	}

	/** The edits that make the manifests of a release say what was found. */
	static List<Edit> changes(Release release, Map<LiveObject, List<Difference>> differences) {
		List<Edit> edits = new ArrayList<>();
		Map<String, Edit> once = new LinkedHashMap<>();
		differences.forEach((object, some) -> some.forEach((one) -> {
			List<String> path = Writers.steps(one.path());
			String name = object.name().endsWith("-r" + release.number())
					? object.name().substring(0, object.name().lastIndexOf("-r")) : object.name();
			once.put(one.kind() + name + one.path(), new Edit(one.kind(), name, path, value(object.found(), path)));
		}));
		edits.addAll(once.values());
		return edits;
	}

	private static @Nullable Object value(@Nullable Object tree, List<String> path) {
		Object here = tree;
		for (String step : path) {
			here = step.startsWith("[") ? element(here, step.substring(1, step.length() - 1))
					: (here instanceof Map<?, ?> fields) ? fields.get(step) : null;
		}
		return here;
	}

	private static @Nullable Object element(@Nullable Object list, String name) {
		if (list instanceof Map<?, ?> fields) {
			return fields.get(name);
		}
		if (!(list instanceof List<?> elements)) {
			return null;
		}
		for (int i = 0; i < elements.size(); i++) {
			if ((elements.get(i) instanceof Map<?, ?> fields && name.equals(fields.get("name")))
					|| name.equals(Integer.toString(i))) {
				return elements.get(i);
			}
		}
		return null;
	}

}
