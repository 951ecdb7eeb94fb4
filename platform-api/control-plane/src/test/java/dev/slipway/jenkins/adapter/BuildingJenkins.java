package dev.slipway.jenkins.adapter;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.jenkins.JenkinsPath;
import dev.slipway.jenkins.adapter.TranscriptServer.Answer;
import dev.slipway.jenkins.adapter.TranscriptServer.Asked;
import org.jspecify.annotations.NullUnmarked;

/**
 * A Jenkins that remembers: one multibranch pipeline {@code shop/orders}, whose answers
 * have the shapes of the recorded ones. Queue items become runs and runs end when the
 * test says so.
 */
@NullUnmarked
final class BuildingJenkins implements AutoCloseable {

	static final String PIPELINE = "/job/shop/job/orders";

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final Pattern RUN = Pattern.compile("(.*/job/[^/]+)/([0-9]+)/(.*)");

	private static final Pattern QUEUED = Pattern.compile("/queue/item/([0-9]+)/api/json");

	final TranscriptServer server = new TranscriptServer().otherwise(this::answer);

	final Map<String, String> heads = new LinkedHashMap<>();

	final Map<String, DoubleJob> jobs = new LinkedHashMap<>();

	final List<DoubleItem> items = new ArrayList<>();

	/** What a branch's Jenkinsfile declares, known to its job at once. */
	final List<String> declares = new ArrayList<>();

	private final Clock clock;

	private long nextItem = 70;

	private boolean forgetful;

	int posts;

	int scans;

	BuildingJenkins(Clock clock) {
		this.clock = clock;
	}

	/** The repository has a commit at the head of a branch. */
	synchronized void push(String branch, String commit) {
		this.heads.put(branch, commit);
	}

	/** The job of a branch, which is there after a scan. */
	synchronized DoubleJob job(String branch) {
		return this.jobs.computeIfAbsent(new JenkinsPath(PIPELINE).branch(branch).value(),
				(path) -> new DoubleJob(path, JenkinsPath.itemName(branch), this.declares));
	}

	/** A person starts a build in Jenkins itself. */
	synchronized DoubleRun startedBy(String person, String branch) {
		DoubleJob job = job(branch);
		return begin(job, new DoubleItem(this.nextItem++, job, person, Map.of()));
	}

	/** What waits becomes runs. */
	synchronized void leaveQueue() {
		for (DoubleItem item : this.items) {
			if (item.run == null && !item.cancelled) {
				begin(item.job, item);
			}
		}
	}

	/** Five minutes later: items that left the queue are gone. */
	synchronized void forgetItems() {
		this.items.removeIf((item) -> item.run != null || item.cancelled);
	}

	/** From now on items are gone as soon as they left. */
	synchronized void forgetAtOnce() {
		this.forgetful = true;
	}

	private DoubleRun begin(DoubleJob job, DoubleItem item) {
		String branch = URLDecoder.decode(job.name.replace("+", "%2B"), StandardCharsets.UTF_8);
		DoubleRun run = new DoubleRun(job.path, job.next++, item, this.heads.getOrDefault(branch, "0".repeat(40)),
				this.clock.millis());
		job.runs.add(0, run);
		item.run = run.number;
		if (this.forgetful) {
			this.items.remove(item);
		}
		return run;
	}

	synchronized Answer answer(Asked asked) {
		String path = asked.path().replaceFirst("\\?.*", "");
		Map<String, String> query = form(asked.path().contains("?") ? asked.path().replaceFirst("[^?]*\\?", "") : "");
		if (asked.method().equals("POST")) {
			return posted(path, query, form(asked.body()));
		}
		Matcher queued = QUEUED.matcher(path);
		if (queued.matches()) {
			return item(Long.parseLong(queued.group(1))).map((item) -> Answer.json(item.json().toString()))
				.orElse(missing());
		}
		if (path.equals("/queue/api/json")) {
			ObjectNode queue = JSON.createObjectNode();
			ArrayNode all = queue.putArray("items");
			this.items.stream().filter((item) -> item.run == null && !item.cancelled).forEach((i) -> all.add(i.json()));
			return Answer.json(queue.toString());
		}
		Matcher run = RUN.matcher(path);
		if (run.matches()) {
			return found(run.group(1), Integer.parseInt(run.group(2)))
				.map((one) -> DoublePages.get(one, run.group(3), query))
				.orElse(missing());
		}
		return items(path.replaceFirst("/api/json$", ""));
	}

	private Answer items(String path) {
		DoubleJob job = this.jobs.get(path);
		if (job != null) {
			return Answer.json(job.json().toString());
		}
		ObjectNode pipeline = JSON.createObjectNode();
		pipeline.put("_class", "org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject");
		pipeline.put("name", "orders");
		ArrayNode branches = pipeline.putArray("jobs");
		for (DoubleJob one : this.jobs.values()) {
			ObjectNode branch = branches.addObject();
			branch.put("name", one.name);
			if (!one.runs.isEmpty()) {
				branch.putObject("lastBuild").put("timestamp", one.runs.get(0).startedAt);
			}
		}
		if (path.equals(PIPELINE)) {
			return Answer.json(pipeline.toString());
		}
		if (path.equals("/job/shop")) {
			ObjectNode folder = JSON.createObjectNode();
			folder.putArray("jobs").add(pipeline);
			return Answer.json(folder.toString());
		}
		return missing();
	}

	private Answer posted(String path, Map<String, String> query, Map<String, String> form) {
		if (path.equals(PIPELINE + "/build")) {
			scan();
			return Answer.of(302, "").with("Location", PIPELINE + "/");
		}
		if (path.equals("/queue/cancelItem")) {
			return item(Long.parseLong(query.get("id"))).map((item) -> {
				item.cancelled = true;
				return Answer.of(204, "");
			}).orElse(missing());
		}
		Matcher run = RUN.matcher(path);
		if (run.matches()) {
			return found(run.group(1), Integer.parseInt(run.group(2)))
				.map((one) -> DoublePages.post(one, run.group(3), query, form))
				.orElse(missing());
		}
		DoubleJob job = this.jobs.get(path.replaceFirst("/build(WithParameters)?$", ""));
		return (job != null) ? asked(job, path, form) : missing();
	}

	private Answer asked(DoubleJob job, String path, Map<String, String> form) {
		this.posts++;
		if (path.endsWith("/buildWithParameters") == job.declared.isEmpty()) {
			return Answer.of(400, "<title>Error 400</title>").with("X-Jenkins", "2.528.1");
		}
		Map<String, String> taken = new TreeMap<>(form);
		taken.keySet().retainAll(job.declared);
		for (DoubleItem item : this.items) {
			if (item.job == job && item.run == null && !item.cancelled && item.parameters.equals(taken)) {
				return queued(taken.isEmpty() ? 201 : 303, item);
			}
		}
		DoubleItem item = new DoubleItem(this.nextItem++, job, "admin", taken);
		this.items.add(item);
		return queued(201, item);
	}

	private Answer queued(int status, DoubleItem item) {
		return Answer.of(status, "")
			.with("Location", this.server.url() + "/queue/item/" + item.id + "/")
			.with("X-Jenkins", "2.528.1");
	}

	/** Branches get jobs; those with a new head get a run. */
	synchronized void scan() {
		this.scans++;
		this.heads.forEach((branch, commit) -> {
			DoubleJob job = job(branch);
			if (!commit.equals(job.indexed)) {
				job.indexed = commit;
				begin(job, new DoubleItem(this.nextItem++, job, null, Map.of()));
			}
		});
	}

	private java.util.Optional<DoubleItem> item(long id) {
		return this.items.stream().filter((item) -> item.id == id).findFirst();
	}

	private java.util.Optional<DoubleRun> found(String job, int number) {
		return java.util.Optional.ofNullable(this.jobs.get(job))
			.flatMap((one) -> one.runs.stream().filter((run) -> run.number == number).findFirst());
	}

	static Answer missing() {
		return Answer.of(404, "<html></html>").with("X-Jenkins", "2.528.1");
	}

	private static Map<String, String> form(String text) {
		Map<String, String> form = new HashMap<>();
		for (String field : text.split("&")) {
			int at = field.indexOf('=');
			if (at > 0) {
				form.put(URLDecoder.decode(field.substring(0, at), StandardCharsets.UTF_8),
						URLDecoder.decode(field.substring(at + 1), StandardCharsets.UTF_8));
			}
		}
		return form;
	}

	@Override
	public void close() {
		this.server.close();
	}

	/** A branch's job. */
	static final class DoubleJob {

		final String path;

		final String name;

		final List<String> declared;

		final List<DoubleRun> runs = new ArrayList<>();

		int next = 1;

		boolean buildable = true;

		String indexed;

		DoubleJob(String path, String name, List<String> declared) {
			this.path = path;
			this.name = name;
			this.declared = declared;
		}

		ObjectNode json() {
			ObjectNode json = JSON.createObjectNode();
			json.put("_class", "org.jenkinsci.plugins.workflow.job.WorkflowJob");
			json.put("name", this.name).put("buildable", this.buildable).put("nextBuildNumber", this.next);
			ArrayNode definitions = json.putArray("property").addObject().putArray("parameterDefinitions");
			this.declared.forEach((one) -> definitions.addObject().put("name", one));
			ArrayNode builds = json.putArray("builds");
			this.runs.stream().limit(20).forEach((run) -> builds.add(run.json()));
			return json;
		}

	}

	/** A queue item. */
	static final class DoubleItem {

		final long id;

		final DoubleJob job;

		final String person;

		final Map<String, String> parameters;

		Integer run;

		boolean cancelled;

		DoubleItem(long id, DoubleJob job, String person, Map<String, String> parameters) {
			this.id = id;
			this.job = job;
			this.person = person;
			this.parameters = parameters;
		}

		ObjectNode json() {
			ObjectNode json = JSON.createObjectNode();
			json.put("id", this.id).put("cancelled", this.cancelled);
			json.put("why", (this.run != null) ? null : "In the quiet period. Expires in 4.9 sec");
			json.putObject("task").put("url", "http://jenkins.example.com/ci" + this.job.path + "/");
			if (this.run != null) {
				json.putObject("executable")
					.put("number", this.run)
					.put("url", "http://jenkins.example.com/ci" + this.job.path + "/" + this.run + "/");
			}
			actions(json.putArray("actions"));
			return json;
		}

		void actions(ArrayNode actions) {
			ObjectNode cause = actions.addObject()
				.put("_class", "hudson.model.CauseAction")
				.putArray("causes")
				.addObject();
			if (this.person != null) {
				cause.put("shortDescription", "Started by user " + this.person);
				cause.put("userId", this.person).put("userName", this.person);
			}
			else {
				cause.put("shortDescription", "Branch indexing");
			}
			ArrayNode given = actions.addObject().putArray("parameters");
			this.parameters.forEach((name, value) -> given.addObject().put("name", name).put("value", value));
		}

	}

}
