package dev.slipway.jenkins.adapter;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.jenkins.PipelinePlan;
import dev.slipway.jenkins.adapter.BuildingJenkins.DoubleJob;
import dev.slipway.jenkins.adapter.TranscriptServer.Answer;
import dev.slipway.jenkins.adapter.TranscriptServer.Asked;
import org.jspecify.annotations.NullUnmarked;

/**
 * A Jenkins in which folders and plain pipelines can be made, and whose runs go on by
 * themselves as their {@link PipelineScript} says, a step with each request.
 */
@NullUnmarked
final class ScriptedJenkins implements AutoCloseable {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final Pattern NAME = Pattern
		.compile("<hudson.model.StringParameterDefinition>\\s*<name>([^<]+)</name>");

	private final BuildingJenkins builds;

	private final Set<String> folders = new TreeSet<>();

	private final Map<String, String> configs = new HashMap<>();

	ScriptedJenkins(Clock clock) {
		this.builds = new BuildingJenkins(clock);
		this.builds.server.otherwise(this::answer);
	}

	String url() {
		return this.builds.server.url().toString();
	}

	private Answer answer(Asked asked) {
		synchronized (this.builds) {
			this.builds.leaveQueue();
			this.builds.jobs.values()
				.forEach((job) -> job.runs.stream()
					.filter((run) -> run.result == null)
					.forEach((run) -> goOn(run, script(job.path))));
			String path = asked.path().replaceFirst("\\?.*", "");
			if (path.equals("/computer/api/json")) {
				return Answer.json("{\"totalExecutors\":2}");
			}
			if (path.endsWith("/createItem")) {
				return create(asked, path.replaceFirst("/createItem$", ""));
			}
			if (path.endsWith("/config.xml")) {
				return config(asked, path.replaceFirst("/config\\.xml$", ""));
			}
			if (asked.method().equals("DELETE")) {
				return delete(path.replaceFirst("/$", ""));
			}
			String folder = path.replaceFirst("/api/json$", "");
			return this.folders.contains(folder) ? Answer.json(listed(folder).toString()) : this.builds.answer(asked);
		}
	}

	private PipelineScript script(String job) {
		String config = this.configs.get(job);
		String text = ConfigXml.parse(config).text("definition/script");
		for (PipelineScript script : PipelineScript.values()) {
			if (script.groovy().strip().equals(text)) {
				return script;
			}
		}
		throw new AssertionError("An unknown script: " + text);
	}

	private static void goOn(DoubleRun run, PipelineScript script) {
		switch (script) {
			case PARAMETERS -> {
				run.log.append("target ").append(run.item.parameters.getOrDefault("TARGET", "nowhere")).append('\n');
				run.ends("SUCCESS");
			}
			case STAGES -> {
				run.tree = stages(run.startedAt);
				run.ends("SUCCESS");
			}
			case TALKS -> {
				run.log.append("line ü of a long log\n".repeat(16_384));
				run.ends("SUCCESS");
			}
			case FILES -> {
				run.files.put("out/a b.txt", "hello");
				run.tests = """
						{"suites":[{"name":"s","cases":[{"className":"org.acme.CartTest","name":"adds","status":"PASSED"},\
						{"className":"org.acme.CartTest","name":"removes","status":"REGRESSION"}]}]}""";
				run.ends("UNSTABLE");
			}
			case ASKS -> asks(run);
			case HANGS -> run.log.append("begun\n");
			case FAILS -> {
				run.tree = """
						{"status":"ok","data":{"complete":true,"stages":[{"id":"6","name":"Build","state":"failure",\
						"type":"STAGE","startTimeMillis":%d,"totalDurationMillis":9,"children":[]}]}}"""
					.formatted(run.startedAt);
				run.log.append("ERROR: it broke\n");
				run.ends("FAILURE");
			}
		}
	}

	private static void asks(DoubleRun run) {
		if (run.answered == null) {
			run.input = "Go-live";
			return;
		}
		Matcher given = Pattern.compile("\"value\":\"([^\"]*)\"").matcher(run.answered);
		run.log.append("note ").append(given.find() ? given.group(1) : "none").append('\n');
		run.ends("SUCCESS");
	}

	private static String stages(long at) {
		String stage = "{\"id\":\"%d\",\"name\":\"%s\",\"state\":\"success\",\"type\":\"%s\",\"startTimeMillis\":" + at
				+ ",\"totalDurationMillis\":5,\"children\":[%s]}";
		String outer = stage.formatted(6, "Outer", "STAGE", stage.formatted(8, "Inner", "STAGE", ""));
		String fan = stage.formatted(14, "Fan", "STAGE",
				stage.formatted(17, "a", "PARALLEL", "") + "," + stage.formatted(18, "b", "PARALLEL", ""));
		return "{\"status\":\"ok\",\"data\":{\"complete\":true,\"stages\":[" + outer + "," + fan + "]}}";
	}

	private Answer create(Asked asked, String parent) {
		String name = URLDecoder.decode(asked.path().replaceFirst(".*name=", ""), StandardCharsets.UTF_8);
		String path = parent + "/job/" + name;
		if (!parent.isEmpty() && !this.folders.contains(parent)) {
			return BuildingJenkins.missing();
		}
		if (this.folders.contains(path) || this.builds.jobs.containsKey(path)) {
			return Answer.of(400, "").with("X-Error", "A job already exists with the name  " + name + " ");
		}
		if (ConfigXml.parse(asked.body()).root().equals(PipelinePlan.FOLDER_ROOT)) {
			this.folders.add(path);
		}
		else {
			this.builds.jobs.put(path, new DoubleJob(path, name, declared(asked.body())));
		}
		this.configs.put(path, asked.body());
		return Answer.of(200, "").with("X-Jenkins", "2.528.1");
	}

	private static List<String> declared(String config) {
		List<String> declared = new ArrayList<>();
		Matcher names = NAME.matcher(config);
		while (names.find()) {
			declared.add(names.group(1));
		}
		return declared;
	}

	private Answer config(Asked asked, String path) {
		if (!this.configs.containsKey(path)) {
			return BuildingJenkins.missing();
		}
		if (asked.method().equals("POST")) {
			this.configs.put(path, asked.body());
			return Answer.of(200, "").with("X-Jenkins", "2.528.1");
		}
		return Answer.xml(this.configs.get(path));
	}

	private Answer delete(String path) {
		this.folders.removeIf((one) -> one.equals(path) || one.startsWith(path + "/"));
		this.configs.keySet().removeIf((one) -> one.equals(path) || one.startsWith(path + "/"));
		this.builds.jobs.keySet().removeIf((one) -> one.startsWith(path + "/"));
		return Answer.of(204, "").with("X-Jenkins", "2.528.1");
	}

	/** The jobs of a folder, and those of the folders in it. */
	private ObjectNode listed(String folder) {
		ObjectNode listed = JSON.createObjectNode();
		listed.put("name", folder.replaceFirst(".*/", ""));
		ArrayNode jobs = listed.putArray("jobs");
		this.folders.stream().filter((one) -> in(folder, one)).forEach((one) -> jobs.add(listed(one)));
		this.builds.jobs.values().stream().filter((job) -> in(folder, job.path)).forEach((job) -> {
			ObjectNode one = jobs.addObject().put("name", job.name);
			if (!job.runs.isEmpty()) {
				one.putObject("lastBuild").put("timestamp", job.runs.get(0).startedAt);
			}
		});
		return listed;
	}

	private static boolean in(String folder, String path) {
		return path.startsWith(folder + "/job/") && path.lastIndexOf("/job/") == folder.length();
	}

	@Override
	public void close() {
		this.builds.close();
	}

}
