package dev.slipway.jenkins.adapter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.jenkins.BuildHost;
import dev.slipway.jenkins.JenkinsPath;
import dev.slipway.jenkins.JenkinsTrouble;
import dev.slipway.jenkins.JenkinsTrouble.Kind;
import dev.slipway.jenkins.JobSeen;
import dev.slipway.jenkins.LogWindow;
import dev.slipway.jenkins.Newest;
import dev.slipway.jenkins.Pending;
import dev.slipway.jenkins.QueueItem;
import dev.slipway.jenkins.Run;
import dev.slipway.jenkins.Stages;
import dev.slipway.pipeline.BuildArtifact;
import dev.slipway.pipeline.TestCase;

/** Drives builds by Jenkins's remote API and those of its pipeline plugins. */
final class HttpJenkins implements BuildHost {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final Pattern ITEM = Pattern.compile("/queue/item/([0-9]+)/?$");

	/** As pipeline-input-step says it to who is not named. */
	private static final Pattern SUBMITTERS = Pattern.compile(
			"You need to be (?:'|&#039;|&#39;)?([^<>'&]{1,200}?)(?:'|&#039;|&#39;)?(?: \\([^)]*\\))? to (?:submit|cancel) this");

	/** The file in which the library's {@code buildImage} leaves the image. */
	private static final String IMAGE_FILE = "slipway-image.json";

	/** Of so many files the size is asked for, each in a call of its own. */
	private static final int SIZES = 50;

	/** Of a pipeline and the jobs of its branches. */
	private static final String NEWEST = "name,lastBuild[timestamp],jobs[name,lastBuild[timestamp]]{0,200}";

	private final JenkinsClient client;

	private final StagePages stages;

	private final Set<String> approvers;

	/**
	 * All who may start a build may answer its inputs.
	 */
	HttpJenkins(JenkinsClient client) {
		this(client, Set.of());
	}

	/**
	 * Speaks with a Jenkins.
	 * @param approvers the names and roles that may answer inputs here, which Jenkins
	 * does not tell; empty for all who may start a build
	 */
	HttpJenkins(JenkinsClient client, Set<String> approvers) {
		this.client = client;
		this.stages = new StagePages(client);
		this.approvers = approvers;
	}

	@Override
	public Optional<JobSeen> job(String job) {
		return there(() -> JenkinsJson.job(job, this.client.json(job, JenkinsJson.JOB)));
	}

	@Override
	public Optional<List<Run>> runs(String job, int most) {
		return there(() -> {
			List<Run> runs = new ArrayList<>();
			JsonNode json = this.client.json(job, "builds[" + JenkinsJson.RUN + "]{0," + most + "}");
			json.path("builds").forEach((run) -> runs.add(JenkinsJson.run(job, run, user())));
			return runs;
		});
	}

	@Override
	public Optional<Run> run(String job, int number) {
		return there(() -> JenkinsJson.run(job, this.client.json(job + "/" + number, JenkinsJson.RUN), user()));
	}

	@Override
	public Newest.Page newest(String folder, int from, int to) {
		return there(() -> JenkinsJson.newest(folder,
				this.client.json(folder, "jobs[" + NEWEST + "]{" + from + "," + to + "}")))
			.orElse(new Newest.Page(0, List.of()));
	}

	@Override
	public List<Newest> newest(String pipeline) {
		return there(() -> JenkinsJson.newest(new JenkinsPath(pipeline), this.client.json(pipeline, NEWEST)))
			.orElse(List.of());
	}

	@Override
	public List<QueueItem> queue() {
		List<QueueItem> items = new ArrayList<>();
		this.client.json("/queue", "items[" + JenkinsJson.ITEM + "]{0,1000}")
			.path("items")
			.forEach((item) -> items.add(JenkinsJson.item(item, user())));
		return items;
	}

	@Override
	public Optional<QueueItem> queued(long id) {
		return there(() -> JenkinsJson.item(this.client.json("/queue/item/" + id, JenkinsJson.ITEM), user()));
	}

	@Override
	public long enqueue(JobSeen job, Map<String, String> parameters) {
		String path = job.path() + (job.declared().isEmpty() ? "/build" : "/buildWithParameters") + "?delay=0sec";
		Reply reply = this.client.post(path, parameters);
		Matcher item = ITEM.matcher((reply.location() != null) ? reply.location().getPath() : "");
		if (!reply.done() || !item.find()) {
			throw new JenkinsTrouble(Kind.FAILED, "POST " + path + " gave " + reply.reason(),
					"Look at the job in Jenkins: is it enabled, and what are its parameters?", false, reply.status(),
					null);
		}
		return Long.parseLong(item.group(1));
	}

	@Override
	public void cancel(long id) {
		unlessGone(() -> this.client.post("/queue/cancelItem?id=" + id, Map.of()));
	}

	@Override
	public void end(String job, int number, String how) {
		unlessGone(() -> this.client.post(job + "/" + number + "/" + how, Map.of()));
	}

	/** On what is no multibranch pipeline the same request would start a build. */
	@Override
	public void scan(String pipeline) {
		String type = this.client.json(pipeline, "name").path("_class").asText();
		if (type.endsWith("MultiBranchProject")) {
			this.client.post(pipeline + "/build?delay=0", Map.of());
		}
	}

	@Override
	public Stages stages(String job, int number, boolean explained) {
		return this.stages.of(job + "/" + number, explained);
	}

	@Override
	public List<TestCase> tests(String job, int number) {
		return there(() -> JenkinsJson.tests(this.client.json(job + "/" + number + "/testReport", JenkinsJson.TESTS)))
			.orElse(List.of());
	}

	@Override
	public List<Pending> pending(String job, int number) {
		return there(() -> JenkinsJson.pending(this.client.parsed(job + "/" + number + "/wfapi/pendingInputActions"),
				this.approvers))
			.orElse(List.of());
	}

	@Override
	public boolean answer(String job, int number, String input, boolean proceed, Map<String, String> values) {
		String run = job + "/" + number;
		String of = run + "/input/" + JenkinsPath.encode(input);
		try {
			Reply reply = !proceed ? this.client.post(of + "/abort", Map.of())
					: values.isEmpty() ? this.client.post(of + "/proceedEmpty", Map.of())
							: this.client.post(run + "/wfapi/inputSubmit?inputId=" + JenkinsPath.encode(input),
									Map.of("json", form(values)));
			if (reply.done()) {
				return true;
			}
			throw notTaken(reply);
		}
		catch (JenkinsTrouble ex) {
			if (ex.status() >= 400 && pending(job, number).stream().noneMatch((one) -> one.id().equals(input))) {
				return false;
			}
			throw ex;
		}
	}

	/** Whom an input names is said only to somebody else who answers it. */
	private JenkinsTrouble notTaken(Reply reply) {
		Matcher others = SUBMITTERS.matcher(reply.body());
		if (others.find()) {
			return new JenkinsTrouble(Kind.FORBIDDEN,
					"Jenkins takes an answer to this input from " + others.group(1)
							+ " only, and the platform answers as " + user(),
					"Name " + user()
							+ " among the submitters of the input in the Jenkinsfile, and the people who may in "
							+ "slipway.jenkins.approvers",
					false, reply.status(), null);
		}
		return new JenkinsTrouble(Kind.FAILED, "Jenkins does not take the answer: " + reply.reason(),
				"Give a value for each parameter that the input asks for", false, reply.status(), null);
	}

	private static String form(Map<String, String> values) {
		ObjectNode form = JSON.createObjectNode();
		ArrayNode parameters = form.putArray("parameter");
		values.forEach((name, value) -> parameters.addObject().put("name", name).put("value", value));
		return form.toString();
	}

	@Override
	public List<BuildArtifact> artifacts(String job, int number) {
		List<BuildArtifact> files = new ArrayList<>();
		for (String path : paths(job, number)) {
			files.add(new BuildArtifact(path, (files.size() < SIZES) ? size(file(job, number, path)) : -1));
		}
		return files;
	}

	private long size(String path) {
		return there(() -> {
			try (JenkinsClient.Stream file = this.client.open(path)) {
				return Long.valueOf(file.headers().getOrDefault("Content-Length", "-1"));
			}
		}).orElse(-1L);
	}

	private List<String> paths(String job, int number) {
		return there(() -> {
			List<String> paths = new ArrayList<>();
			this.client.json(job + "/" + number, "artifacts[relativePath]{0,1000}")
				.path("artifacts")
				.forEach((file) -> paths.add(file.path("relativePath").asText()));
			return paths;
		}).orElse(List.of());
	}

	private static String file(String job, int number, String path) {
		return job + "/" + number + "/artifact/"
				+ Arrays.stream(path.split("/")).map(JenkinsPath::encode).collect(Collectors.joining("/"));
	}

	@Override
	public InputStream artifact(String job, int number, String path) throws IOException {
		if (!paths(job, number).contains(path)) {
			throw new NoSuchFileException(path);
		}
		return this.client.open(file(job, number, path)).body();
	}

	@Override
	public Optional<String> image(String job, int number) {
		Optional<String> kept = paths(job, number).stream()
			.filter((path) -> path.equals(IMAGE_FILE) || path.endsWith("/" + IMAGE_FILE))
			.findFirst();
		return kept.flatMap((path) -> there(() -> {
			try (JenkinsClient.Stream file = this.client.open(file(job, number, path))) {
				return JSON.readTree(file.body().readNBytes(64 * 1024)).path("image").asText("");
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		})).filter((image) -> !image.isEmpty());
	}

	@Override
	public long logSize(String job, int number) {
		try (JenkinsClient.Stream log = this.client.open(text(job, number, 0))) {
			return size(log);
		}
	}

	@Override
	public LogWindow log(String job, int number, long start, int most) {
		return read(job, number, start, most, false);
	}

	@Override
	public LogWindow logTail(String job, int number, long start, int most) {
		return (start > 0) ? read(job, number, start - 1, most, true) : read(job, number, start, most, false);
	}

	private LogWindow read(String job, int number, long start, int most, boolean partial) {
		try (JenkinsClient.Stream log = this.client.open(text(job, number, start))) {
			long size = size(log);
			boolean more = Boolean.parseBoolean(log.headers().getOrDefault("X-More-Data", "false"));
			if (start >= size) {
				return new LogWindow("", size, size, size, more); // beyond the end it
																	// sends all
			}
			byte[] body = log.body().readNBytes(most);
			boolean whole = body.length < most || log.body().read() < 0;
			return LogWindow.of(body, body.length, start, size, whole, more, partial);
		}
		catch (IOException ex) {
			throw brokeOff(job, number, ex);
		}
	}

	/** From a byte earlier, so that a line that begins there is known to. */
	@Override
	public LogWindow logBefore(String job, int number, long before, int most) {
		long start = Math.max(0, before - most - 1);
		try (JenkinsClient.Stream log = this.client.open(text(job, number, start))) {
			long size = size(log);
			if (before > size || start >= size) {
				return new LogWindow("", size, size, size, false);
			}
			byte[] body = log.body().readNBytes(2 * (int) (before - start)); // LF comes
																				// as CRLF
			return LogWindow.before(body, start, before, size);
		}
		catch (IOException ex) {
			throw brokeOff(job, number, ex);
		}
	}

	private static JenkinsTrouble brokeOff(String job, int number, IOException why) {
		return new JenkinsTrouble(Kind.UNREACHABLE, "The log of " + job + " #" + number + " broke off", "Try again",
				true, 0, why);
	}

	private static String text(String job, int number, long start) {
		return job + "/" + number + "/logText/progressiveText?start=" + start;
	}

	private static long size(JenkinsClient.Stream log) {
		return Long.parseLong(log.headers().getOrDefault("X-Text-Size", "0"));
	}

	private String user() {
		return this.client.settings().user();
	}

	/** Some of its pages for what is not there do not say that they are Jenkins's. */
	static <T> Optional<T> there(Supplier<T> question) {
		try {
			return Optional.of(question.get());
		}
		catch (JenkinsTrouble ex) {
			if (ex.status() == 404) {
				return Optional.empty();
			}
			throw ex;
		}
	}

	private static void unlessGone(Runnable request) {
		try {
			request.run();
		}
		catch (JenkinsTrouble ex) {
			if (ex.status() != 404 && ex.status() != 500) {
				throw ex;
			}
		}
	}

}
