package dev.slipway.cluster.api.kinds;

import java.util.UUID;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a new Job gets before it is stored: a selector of its own pods. */
public final class JobAdmission {

	private JobAdmission() {
	}

	/** Completes a new Job, unless it brings a selector. */
	public static void complete(ObjectNode job) {
		ObjectNode spec = job.withObject("/spec");
		if (spec.path("manualSelector").asBoolean()) {
			return;
		}
		String uid = UUID.randomUUID().toString();
		ObjectNode metadata = job.withObject("/metadata");
		metadata.put("uid", uid);
		ObjectNode labels = spec.withObject("/template/metadata/labels");
		String name = metadata.path("name").asText();
		labels.put("controller-uid", uid)
			.put("job-name", name)
			.put("batch.kubernetes.io/controller-uid", uid)
			.put("batch.kubernetes.io/job-name", name);
		if (metadata.path("labels").isEmpty()) {
			metadata.set("labels", labels.deepCopy());
		}
		spec.putObject("selector").putObject("matchLabels").put("batch.kubernetes.io/controller-uid", uid);
	}

}
