package dev.slipway.cluster.api;

import java.util.ArrayList;
import java.util.List;

import dev.slipway.cluster.api.kinds.ApiError;
import dev.slipway.cluster.api.kinds.Cause;
import dev.slipway.cluster.api.kinds.FieldSelector;
import dev.slipway.cluster.api.kinds.LabelSelector;

/** The parameters of lists and watches, checked together. */
record ListOptions(LabelSelector labels, FieldSelector fields, long resourceVersion, boolean versionGiven, String match,
		long limit, String continueToken, boolean bookmarks, boolean sendInitialEvents, long timeoutSeconds) {

	static ListOptions of(Call call, Target target, boolean watch) {
		Long limit = call.number("limit");
		Long timeout = call.number("timeoutSeconds");
		String match = call.param("resourceVersionMatch", "");
		String version = call.param("resourceVersion", "");
		boolean initial = call.flag("sendInitialEvents");
		List<Cause> causes = watch ? watchCauses(match, initial, call.params().contains("sendInitialEvents"))
				: listCauses(match, version, call.params().contains("sendInitialEvents"));
		if (!causes.isEmpty()) {
			throw ApiError.invalid("ListOptions.meta.k8s.io", "", causes);
		}
		FieldSelector fields = FieldSelector.parse(target.kind(), fieldSelector(call, target));
		return new ListOptions(LabelSelector.parse(call.param("labelSelector")), fields, Reading.version(call),
				!version.isEmpty(), match, (limit != null) ? Math.max(0, limit) : 0, call.param("continue", ""),
				call.flag("allowWatchBookmarks"), initial, (timeout != null) ? timeout : 0);
	}

	private static String fieldSelector(Call call, Target target) {
		String given = call.param("fieldSelector", "");
		if (target.name().isEmpty()) {
			return given;
		}
		String name = "metadata.name=" + target.name();
		return given.isEmpty() ? name : given + "," + name;
	}

	boolean exact() {
		return this.match.equals("Exact");
	}

	private static List<Cause> listCauses(String match, String version, boolean initial) {
		List<Cause> causes = new ArrayList<>();
		String field = "resourceVersionMatch";
		if (!match.isEmpty()) {
			if (version.isEmpty()) {
				causes.add(
						Cause.forbidden(field, "resourceVersionMatch is forbidden unless resourceVersion is provided"));
			}
			if (!List.of("Exact", "NotOlderThan").contains(match)) {
				causes.add(Cause.unsupported(field, Cause.quote(match), List.of("Exact", "NotOlderThan", "")));
			}
			if (match.equals("Exact") && version.equals("0")) {
				causes.add(Cause.forbidden(field,
						"resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
			}
		}
		if (initial) {
			causes.add(Cause.forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
		}
		return causes;
	}

	private static List<Cause> watchCauses(String match, boolean initial, boolean given) {
		List<Cause> causes = new ArrayList<>();
		String field = "resourceVersionMatch";
		if (given && !match.equals("NotOlderThan")) {
			causes
				.add(Cause.forbidden(field, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
		}
		if (!match.isEmpty()) {
			if (!given) {
				causes.add(Cause.forbidden(field,
						"resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
			}
			if (!match.equals("NotOlderThan")) {
				causes.add(Cause.unsupported(field, Cause.quote(match), List.of("NotOlderThan")));
			}
		}
		return causes;
	}

}
