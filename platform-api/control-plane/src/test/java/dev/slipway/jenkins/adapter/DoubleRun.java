package dev.slipway.jenkins.adapter;

import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.NullUnmarked;

/** A run of the {@link BuildingJenkins}. */
@NullUnmarked
final class DoubleRun {

	private static final ObjectMapper JSON = new ObjectMapper();

	final String job;

	final int number;

	final BuildingJenkins.DoubleItem item;

	final String commit;

	final long startedAt;

	final StringBuilder log = new StringBuilder();

	final Map<String, String> files = new LinkedHashMap<>();

	/** What pipeline-overview/tree gives; null for 404. */
	String tree = "{\"status\":\"ok\",\"data\":{\"complete\":false,\"stages\":[]}}";

	String describe = "{\"stages\":[]}";

	String tests;

	/** The id of the input that it waits for. */
	String input;

	/** Who may answer it; null for all. */
	String submitter;

	/** How it was answered. */
	String answered;

	/** Which of stop, term and kill it gives in to. */
	String endsBy = "stop";

	String result;

	long duration;

	int stops;

	DoubleRun(String job, int number, BuildingJenkins.DoubleItem item, String commit, long startedAt) {
		this.job = job;
		this.number = number;
		this.item = item;
		this.commit = commit;
		this.startedAt = startedAt;
		this.log.append((item.person != null) ? "Started by user " + item.person + "\n" : "Branch indexing\n");
		this.log.append("Obtained Jenkinsfile from ").append(commit).append('\n');
	}

	/** It ends. */
	DoubleRun ends(String how) {
		this.result = how;
		this.duration = 1_500;
		this.input = null;
		this.log.append("Finished: ").append(how).append('\n');
		return this;
	}

	ObjectNode json() {
		ObjectNode json = JSON.createObjectNode();
		json.put("_class", "org.jenkinsci.plugins.workflow.job.WorkflowRun");
		json.put("number", this.number).put("queueId", this.item.id).put("timestamp", this.startedAt);
		json.put("building", this.result == null).put("result", this.result).put("duration", this.duration);
		ArrayNode actions = json.putArray("actions");
		this.item.actions(actions);
		actions.addObject();
		if (this.input != null) {
			actions.addObject().put("_class", "org.jenkinsci.plugins.workflow.support.steps.input.InputAction");
		}
		ArrayNode files = json.putArray("artifacts");
		this.files.keySet().forEach((path) -> files.addObject().put("relativePath", path));
		return json;
	}

}
