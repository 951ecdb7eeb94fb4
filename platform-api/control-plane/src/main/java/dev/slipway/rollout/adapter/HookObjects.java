package dev.slipway.rollout.adapter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.rollout.HookMoment;
import dev.slipway.rollout.Release;

/**
 * Jobs of {@code deploy/} as hooks of a release. They are made suspended, so that one
 * fenced write starts them; they stay until their release's Deployment goes, as a Job
 * that is gone could not be told from one that has not run.
 */
final class HookObjects {

	/** The service of a pod that is none of its own: it must not get requests. */
	static final String HOOK_OF = "slipway.dev/hook-of";

	/** Seconds that the Job may take. */
	static final String LIMIT = "slipway.dev/hook-limit";

	/** A pod's log is read at the limit, and lost when the cluster ends the pod. */
	private static final int TO_READ_ITS_LOG = 30;

	private HookObjects() {
	}

	/** When that Job runs; empty when it says nothing that is known. */
	static Optional<HookMoment> moment(JsonNode job) {
		String said = job.path("metadata").path("annotations").path(HookMoment.ANNOTATION).asText();
		return Stream.of(HookMoment.values())
			.filter((moment) -> moment.name().toLowerCase(Locale.ROOT).equals(said))
			.findFirst();
	}

	/**
	 * Whether a release runs it. One that goes back to an older release, or repeats one
	 * that was promoted, runs on the schema that there is: an older migration knows
	 * nothing of the newer ones. But what the repeated one had still to do after its
	 * promotion is done.
	 */
	static boolean runs(JsonNode job, Release release) {
		boolean migrated = release.draft().rollbackOf() != null || release.draft().migratedBy() != null;
		boolean contracts = release.draft().rollbackOf() == null && release.draft().contracts();
		return moment(job).filter((moment) -> switch (moment) {
			case AFTER -> true;
			case BEFORE -> !migrated;
			case CONTRACT -> !migrated || contracts;
		}).isPresent();
	}

	/**
	 * What a Job needs to be a hook, once it has its name, labels and references. Its pod
	 * keeps no label that a Service selects by, be it that of an adopted service.
	 * @param selecting labels that Services of the same manifests select by
	 */
	static void complete(ObjectNode job, Release release, String serviceAccount, Set<String> selecting) {
		ObjectNode spec = job.withObjectProperty("spec");
		long limit = spec.path("activeDeadlineSeconds").asLong(release.plan().progressDeadline().toSeconds());
		job.withObject("/metadata/annotations").put(LIMIT, Long.toString(limit));
		spec.put("suspend", true);
		spec.put("activeDeadlineSeconds", limit + TO_READ_ITS_LOG);
		spec.remove("ttlSecondsAfterFinished");
		if (!spec.has("backoffLimit")) {
			spec.put("backoffLimit", 0);
		}
		spec.remove(List.of("selector", "manualSelector"));
		ObjectNode labels = spec.withObject("/template/metadata/labels");
		List<String> names = new ArrayList<>();
		labels.fieldNames().forEachRemaining(names::add);
		names.stream().filter((name) -> identifies(name) || selecting.contains(name)).forEach(labels::remove);
		labels.put(HOOK_OF, release.draft().service());
		labels.put(Labels.RELEASE, Integer.toString(release.number()));
		labels.put(Labels.TEAM, release.draft().team());
		labels.put(Labels.ENVIRONMENT, release.draft().environment());
		ObjectNode pod = spec.withObject("/template/spec");
		pod.put("enableServiceLinks", false);
		if (!pod.has("serviceAccountName")) {
			pod.put("serviceAccountName", serviceAccount);
		}
		if (!pod.has("restartPolicy")) {
			pod.put("restartPolicy", "Never");
		}
	}

	/**
	 * Whether a label may say which application a pod is of. Others tell the cluster's
	 * machinery something, such as a mesh that it is to leave the Job alone.
	 */
	private static boolean identifies(String label) {
		return !label.contains("/") || label.startsWith("app.kubernetes.io/") || label.startsWith("slipway.dev/");
	}

	static Duration limit(JsonNode job) {
		return Duration.ofSeconds(job.path("metadata").path("annotations").path(LIMIT).asLong());
	}

}
