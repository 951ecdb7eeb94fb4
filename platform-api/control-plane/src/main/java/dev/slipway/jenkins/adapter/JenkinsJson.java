package dev.slipway.jenkins.adapter;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.jenkins.Correlation;
import dev.slipway.jenkins.JenkinsPath;
import dev.slipway.jenkins.JobSeen;
import dev.slipway.jenkins.Newest;
import dev.slipway.jenkins.Pending;
import dev.slipway.jenkins.QueueItem;
import dev.slipway.jenkins.Run;
import dev.slipway.jenkins.Stages;
import dev.slipway.jenkins.Stages.Node;
import dev.slipway.pipeline.BuildInput;
import dev.slipway.pipeline.TestCase;
import org.jspecify.annotations.Nullable;

/** What Jenkins says in JSON, in our words. */
final class JenkinsJson {

	static final String RUN = "number,queueId,timestamp,building,result,duration,actions[_class,parameters[name,value],"
			+ "causes[_class,shortDescription,userId,userName],lastBuiltRevision[SHA1],remoteUrls]";

	static final String ITEM = "id,cancelled,why,task[url],executable[number,url],"
			+ "actions[parameters[name,value],causes[userId]]";

	static final String JOB = "buildable,nextBuildNumber,property[parameterDefinitions[name]]";

	static final String TESTS = "suites[name,cases[className,name,status,duration,errorDetails]{0,5000}]{0,2000}";

	private JenkinsJson() {
	}

	static Run run(String job, JsonNode json, String user) {
		List<JsonNode> causes = new ArrayList<>();
		Set<String> classes = new HashSet<>();
		for (JsonNode action : json.path("actions")) {
			classes.add(action.path("_class").asText());
			action.path("causes").forEach(causes::add);
		}
		JsonNode byUser = causes.stream().filter((cause) -> cause.hasNonNull("userId")).findFirst().orElse(null);
		return new Run(job, json.path("number").asInt(), json.path("queueId").asLong(),
				Instant.ofEpochMilli(json.path("timestamp").asLong()), json.path("building").asBoolean(),
				text(json, "result"), Duration.ofMillis(json.path("duration").asLong()),
				parameters(json.path("actions")),
				causes.isEmpty() ? "Started in Jenkins" : causes.get(0).path("shortDescription").asText(),
				(byUser != null) ? person(byUser) : null, ours(json.path("actions"), user),
				classes.stream().anyMatch((name) -> name.endsWith(".InputAction")), commit(job, json.path("actions")));
	}

	private static String person(JsonNode cause) {
		String name = text(cause, "userName");
		return (name != null) ? name : cause.path("userId").asText();
	}

	private static boolean ours(JsonNode actions, String user) {
		for (JsonNode action : actions) {
			for (JsonNode cause : action.path("causes")) {
				if (cause.path("userId").asText().equalsIgnoreCase(user)) {
					return true;
				}
			}
		}
		return false;
	}

	private static Map<String, String> parameters(JsonNode actions) {
		Map<String, String> parameters = new HashMap<>();
		for (JsonNode action : actions) {
			for (JsonNode parameter : action.path("parameters")) {
				if (parameter.hasNonNull("value")) {
					parameters.put(parameter.path("name").asText(), parameter.path("value").asText());
				}
			}
		}
		return parameters;
	}

	/**
	 * A run may have checked out a library, too: then the repository named like the job.
	 */
	private static @Nullable String commit(String job, JsonNode actions) {
		Set<String> all = new LinkedHashSet<>();
		for (JsonNode action : actions) {
			String commit = text(action.path("lastBuiltRevision"), "SHA1");
			if (commit == null) {
				continue;
			}
			all.add(commit);
			for (JsonNode url : action.path("remoteUrls")) {
				String name = url.asText().replaceFirst("/+$", "").replaceFirst("\\.git$", "").replaceFirst(".*/", "");
				if ((job + "/").contains("/job/" + JenkinsPath.encode(name) + "/")) {
					return commit;
				}
			}
		}
		return (all.size() == 1) ? all.iterator().next() : null;
	}

	static QueueItem item(JsonNode json, String user) {
		JsonNode executable = json.path("executable");
		boolean left = executable.hasNonNull("number");
		String job = left ? JenkinsPath.within(executable.path("url").asText()).replaceFirst("/[0-9]+$", "")
				: JenkinsPath.within(json.path("task").path("url").asText());
		return new QueueItem(json.path("id").asLong(), job, json.path("cancelled").asBoolean(),
				left ? executable.get("number").asInt() : null, text(json, "why"), parameters(json.path("actions")),
				ours(json.path("actions"), user));
	}

	static JobSeen job(String path, JsonNode json) {
		Set<String> declared = new HashSet<>();
		for (JsonNode property : json.path("property")) {
			property.path("parameterDefinitions").forEach((one) -> declared.add(one.path("name").asText()));
		}
		return new JobSeen(path, json.path("buildable").asBoolean(true), json.path("nextBuildNumber").asInt(1),
				declared);
	}

	static Newest.Page newest(String folder, JsonNode json) {
		List<Newest> newest = new ArrayList<>();
		for (JsonNode item : json.path("jobs")) {
			newest.addAll(newest(new JenkinsPath(folder).job(item.path("name").asText()), item));
		}
		return new Newest.Page(json.path("jobs").size(), newest);
	}

	static List<Newest> newest(JenkinsPath pipeline, JsonNode item) {
		List<Newest> newest = new ArrayList<>();
		if (item.hasNonNull("lastBuild")) {
			newest.add(new Newest(pipeline.value(), pipeline.value(), null, started(item)));
		}
		for (JsonNode branch : item.path("jobs")) {
			if (branch.hasNonNull("lastBuild")) {
				String job = pipeline.job(branch.path("name").asText()).value();
				newest.add(new Newest(pipeline.value(), job, Correlation.branchOf(job), started(branch)));
			}
		}
		return newest;
	}

	private static Instant started(JsonNode job) {
		return Instant.ofEpochMilli(job.path("lastBuild").path("timestamp").asLong());
	}

	/**
	 * What pipeline-graph-view says; what is made up for a run without stages is left
	 * out.
	 */
	static Stages tree(JsonNode json) {
		List<Node> nodes = new ArrayList<>();
		collect(json.path("data").path("stages"), null, nodes);
		return new Stages(nodes, true);
	}

	private static void collect(JsonNode stages, @Nullable Integer parent, List<Node> nodes) {
		for (JsonNode stage : stages) {
			if (stage.path("synthetic").asBoolean() || !stage.path("id").asText().matches("[0-9]{1,9}")) {
				collect(stage.path("children"), parent, nodes);
				continue;
			}
			int id = stage.path("id").asInt();
			nodes.add(new Node(id, parent, stage.path("type").asText().startsWith("PARALLEL"),
					stage.path("name").asText(), stage.path("state").asText(),
					Instant.ofEpochMilli(stage.path("startTimeMillis").asLong()),
					stage.hasNonNull("totalDurationMillis")
							? Duration.ofMillis(stage.get("totalDurationMillis").asLong()) : null,
					null));
			collect(stage.path("children"), id, nodes);
		}
	}

	/** What wfapi says. */
	static Stages flat(JsonNode json) {
		List<Node> nodes = new ArrayList<>();
		for (JsonNode stage : json.path("stages")) {
			String status = stage.path("status").asText();
			boolean over = !status.equals("IN_PROGRESS") && !status.startsWith("PAUSED");
			nodes.add(new Node(stage.path("id").asInt(), null, false, stage.path("name").asText(), status,
					Instant.ofEpochMilli(stage.path("startTimeMillis").asLong()),
					over ? Duration.ofMillis(stage.path("durationMillis").asLong()) : null,
					text(stage.path("error"), "message")));
		}
		return new Stages(nodes, false);
	}

	static List<TestCase> tests(JsonNode json) {
		List<TestCase> tests = new ArrayList<>();
		for (JsonNode suite : json.path("suites")) {
			for (JsonNode one : suite.path("cases")) {
				String name = text(one, "className");
				tests.add(new TestCase((name != null) ? name : suite.path("name").asText(), one.path("name").asText(),
						status(one.path("status").asText()), Math.round(one.path("duration").asDouble() * 1000),
						text(one, "errorDetails")));
			}
		}
		return tests;
	}

	private static String status(String status) {
		return switch (status) {
			case "FAILED", "REGRESSION" -> "FAILED";
			case "SKIPPED" -> "SKIPPED";
			default -> "PASSED";
		};
	}

	static List<Pending> pending(JsonNode json, Set<String> approvers) {
		List<Pending> pending = new ArrayList<>();
		for (JsonNode one : json) {
			List<BuildInput.Parameter> parameters = new ArrayList<>();
			for (JsonNode input : one.path("inputs")) {
				JsonNode definition = input.path("definition");
				List<String> choices = new ArrayList<>();
				definition.path("choices").forEach((choice) -> choices.add(choice.asText()));
				String type = type(input.path("type").asText());
				String description = text(input, "description");
				parameters.add(new BuildInput.Parameter(input.path("name").asText(), type,
						(description != null) ? description : "",
						type.equals("password") ? null : text(definition, "defaultVal"), choices));
			}
			pending.add(new Pending(one.path("id").asText(), one.path("message").asText(),
					one.path("proceedText").asText("Proceed"), parameters, approvers));
		}
		return pending;
	}

	private static String type(String definition) {
		return switch (definition) {
			case "BooleanParameterDefinition" -> "boolean";
			case "ChoiceParameterDefinition" -> "choice";
			case "PasswordParameterDefinition" -> "password";
			case "TextParameterDefinition" -> "text";
			default -> "string";
		};
	}

	static @Nullable String text(JsonNode node, String field) {
		return node.hasNonNull(field) ? node.get(field).asText() : null;
	}

}
