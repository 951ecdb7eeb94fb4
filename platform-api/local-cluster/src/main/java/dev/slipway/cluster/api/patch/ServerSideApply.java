package dev.slipway.cluster.api.patch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.api.schema.Type;

/**
 * Server-side apply: the applied configuration is laid over the live object, what the
 * manager applied before and no longer does is removed unless another owns it, and a
 * change of what another owns is a conflict unless forced.
 */
public final class ServerSideApply {

	private ServerSideApply() {
	}

	/** Fields that others own and the configuration would change. */
	public static final class Conflicts extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final transient Map<String, List<String>> byManager;

		Conflicts(Map<String, List<String>> byManager) {
			super(message(byManager));
			this.byManager = byManager;
		}

		/** The paths by the manager who owns them. */
		public Map<String, List<String>> byManager() {
			return this.byManager;
		}

		private static String message(Map<String, List<String>> byManager) {
			int count = byManager.values().stream().mapToInt(List::size).sum();
			if (count == 1) {
				Map.Entry<String, List<String>> only = byManager.entrySet().iterator().next();
				return "Apply failed with 1 conflict: conflict with " + only.getKey() + ": " + only.getValue().get(0);
			}
			StringBuilder text = new StringBuilder("Apply failed with " + count + " conflicts: ");
			byManager.forEach((manager, paths) -> {
				text.append("conflicts with ").append(manager).append(':');
				paths.forEach((path) -> text.append("\n- ").append(path));
				text.append('\n');
			});
			return text.toString().strip();
		}

	}

	/**
	 * Applies.
	 * @param live the object, empty for a new one
	 * @param applied what the manager wants
	 * @return the new object with its managedFields
	 * @throws Conflicts unless forced
	 */
	public static ObjectNode apply(Type type, ObjectNode live, ObjectNode applied, ManagedFields.Writer writer,
			boolean force) {
		Fields.Spot root = new Fields.Spot(type, null);
		ObjectNode wanted = ManagedFields.owned(applied);
		FieldSet now = Fields.of(root, wanted);
		ObjectNode merged = (ObjectNode) Fields.merge(root, live, applied);
		FieldSet changed = Fields.changed(root, ManagedFields.owned(live), ManagedFields.owned(merged));
		List<ManagedFields.Entry> others = new ArrayList<>();
		FieldSet before = new FieldSet();
		String time = writer.time();
		for (ManagedFields.Entry entry : ManagedFields.read(live)) {
			if (entry.is(writer, "Apply")) {
				before = entry.fields();
				time = now.equals(before) && changed.empty() ? entry.time() : time;
			}
			else {
				others.add(entry);
			}
		}
		others = settle(others, changed, force);
		FieldSet gone = before.minus(now);
		for (ManagedFields.Entry entry : others) {
			gone = gone.minus(entry.fields());
		}
		Fields.remove(root, merged, gone);
		others.add(new ManagedFields.Entry(writer.manager(), "Apply", writer.apiVersion(), writer.subresource(), time,
				now));
		ManagedFields.write(root, merged, others);
		return merged;
	}

	private static List<ManagedFields.Entry> settle(List<ManagedFields.Entry> others, FieldSet changed, boolean force) {
		Map<String, List<String>> conflicts = new LinkedHashMap<>();
		List<ManagedFields.Entry> left = new ArrayList<>();
		for (ManagedFields.Entry entry : others) {
			FieldSet contested = entry.fields().intersect(changed);
			if (!contested.empty()) {
				List<String> paths = new ArrayList<>();
				contested.paths("", paths);
				conflicts.computeIfAbsent(printed(entry), (ignored) -> new ArrayList<>()).addAll(paths);
			}
			left.add(entry.with(entry.fields().minus(changed), entry.time()));
		}
		if (!conflicts.isEmpty() && !force) {
			throw new Conflicts(conflicts);
		}
		return left;
	}

	private static String printed(ManagedFields.Entry entry) {
		return '"' + entry.manager() + '"'
				+ (entry.subresource().isEmpty() ? "" : " with subresource \"" + entry.subresource() + '"')
				+ (entry.operation().equals("Update") ? " using " + entry.apiVersion() : "");
	}

}
