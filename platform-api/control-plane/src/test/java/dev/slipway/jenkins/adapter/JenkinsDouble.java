package dev.slipway.jenkins.adapter;

import java.io.StringReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

import javax.xml.parsers.DocumentBuilderFactory;

import dev.slipway.jenkins.adapter.TranscriptServer.Answer;
import dev.slipway.jenkins.adapter.TranscriptServer.Asked;
import org.jspecify.annotations.NullUnmarked;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/**
 * A Jenkins that remembers: items with their config.xml, folder credentials, plugins. It
 * answers as the recorded one does (03-items: duplicate names are 400 with X-Error,
 * duplicate credentials 409, deleted ones 404; a folder's config.xml without its
 * credentials property deletes them).
 */
@NullUnmarked
final class JenkinsDouble implements AutoCloseable {

	private static final String CREDENTIALS = "<com.cloudbees.hudson.plugins.folder.properties."
			+ "FolderCredentialsProvider_-FolderCredentialsProperty/>";

	final TranscriptServer server = new TranscriptServer().otherwise(this::answer);

	final Map<String, String> items = new ConcurrentSkipListMap<>();

	/** Path of the folder, a space, the id; and the XML as it came. */
	final Map<String, String> credentials = new ConcurrentSkipListMap<>();

	volatile String plugins = "workflow-job workflow-cps cloudbees-folder git branch-api workflow-multibranch "
			+ "pipeline-rest-api pipeline-graph-view credentials plain-credentials pipeline-groovy-lib junit";

	/** Whether the user is an administrator, who sees all there is. */
	volatile boolean administrator = true;

	private Answer answer(Asked asked) {
		String path = asked.path().replaceFirst("\\?.*", "");
		synchronized (this) {
			if (path.equals("/pluginManager/api/json")) {
				return Answer.json(java.util.Arrays.stream(this.plugins.split(" "))
					.map((name) -> "{\"active\":true,\"shortName\":\"" + name + "\",\"version\":\"1\"}")
					.collect(Collectors.joining(",", "{\"plugins\":[", "]}")));
			}
			if (path.equals("/script")) {
				return this.administrator ? Answer.of(200, "<html/>").with("X-Jenkins", "2.528.1")
						: Answer.of(403, "")
							.with("X-Jenkins", "2.528.1")
							.with("X-Required-Permission", "hudson.model.Hudson.Administer");
			}
			if (path.contains("/credentials/store/folder/domain/_")) {
				return credentials(asked, path);
			}
			if (path.endsWith("/createItem")) {
				return create(asked, path.substring(0, path.length() - "/createItem".length()));
			}
			return item(asked, path);
		}
	}

	private Answer item(Asked asked, String path) {
		String item = path.replaceFirst("/(config\\.xml|build|api/json)?$", "");
		String config = this.items.get(item);
		if (config == null) {
			return gone();
		}
		if (path.endsWith("/config.xml") && asked.method().equals("POST")) {
			if (!parses(asked.body())) {
				return Answer.of(500, "").with("X-Jenkins", "2.528.1");
			}
			if (!asked.body().contains("FolderCredentialsProperty")) {
				this.credentials.keySet().removeIf((key) -> key.startsWith(item + " "));
			}
			this.items.put(item, asked.body());
			return Answer.of(200, "");
		}
		if (path.endsWith("/config.xml")) {
			return Answer.xml(withCredentials(item, config));
		}
		if (path.endsWith("/build")) {
			return Answer.of(302, "").with("Location", item + "/");
		}
		if (asked.method().equals("DELETE")) {
			this.items.keySet().removeIf((key) -> key.equals(item) || key.startsWith(item + "/"));
			this.credentials.keySet().removeIf((key) -> key.startsWith(item + " ") || key.startsWith(item + "/"));
			return Answer.of(204, "");
		}
		return Answer.json(this.items.entrySet()
			.stream()
			.filter((one) -> one.getKey().matches("\\Q" + item + "\\E/job/[^/]+"))
			.map((one) -> "{\"name\":\"" + one.getKey().replaceFirst(".*/", "") + "\",\"description\":\""
					+ one.getValue().replaceFirst("(?s).*<description>(.*)</description>.*", "$1") + "\"}")
			.collect(Collectors.joining(",", "{\"jobs\":[", "]}")));
	}

	/** As Jenkins saves it: the credentials are a property of the folder. */
	private String withCredentials(String item, String config) {
		boolean any = this.credentials.keySet().stream().anyMatch((key) -> key.startsWith(item + " "));
		if (!any || config.contains("FolderCredentialsProperty")) {
			return config;
		}
		return config.contains("<properties>") ? config.replaceFirst("<properties>", "<properties>" + CREDENTIALS)
				: config.replaceFirst("(?s)(</[^/>]+>\\s*)$", "<properties>" + CREDENTIALS + "</properties>$1");
	}

	private Answer create(Asked asked, String parent) {
		String name = URLDecoder.decode(asked.path().replaceFirst(".*name=", ""), StandardCharsets.UTF_8);
		if (!parent.isEmpty() && !this.items.containsKey(parent)) {
			return gone();
		}
		if (this.items.containsKey(parent + "/job/" + name)) {
			return Answer.of(400, "").with("X-Error", "A job already exists with the name  " + name + " ");
		}
		if (!parses(asked.body())) {
			return Answer.of(500, "").with("X-Jenkins", "2.528.1");
		}
		this.items.put(parent + "/job/" + name, asked.body());
		return Answer.of(200, "");
	}

	private Answer credentials(Asked asked, String path) {
		String folder = path.replaceFirst("/credentials/.*", "");
		String rest = path.replaceFirst(".*/domain/_/?", "");
		if (!this.items.containsKey(folder)) {
			return gone();
		}
		if (rest.equals("api/json")) {
			return Answer.json(this.credentials.keySet()
				.stream()
				.filter((key) -> key.startsWith(folder + " "))
				.map((key) -> "{\"id\":\"" + key.replaceFirst(".* ", "") + "\"}")
				.collect(Collectors.joining(",", "{\"credentials\":[", "]}")));
		}
		if (rest.equals("createCredentials")) {
			String id = asked.body().replaceFirst("(?s).*<id>(.*)</id>.*", "$1");
			return Answer.of((this.credentials.putIfAbsent(folder + " " + id, asked.body()) == null) ? 200 : 409, "");
		}
		String key = folder + " " + rest.replaceFirst("credential/([^/]+)/config.xml", "$1");
		return (this.credentials.replace(key, asked.body()) != null) ? Answer.of(200, "") : gone();
	}

	private static Answer gone() {
		return Answer.of(404, "").with("X-Jenkins", "2.528.1");
	}

	private static boolean parses(String xml) {
		try {
			Document document = DocumentBuilderFactory.newDefaultInstance()
				.newDocumentBuilder()
				.parse(new InputSource(new StringReader(xml)));
			return document.getDocumentElement() != null;
		}
		catch (Exception ex) {
			return false;
		}
	}

	@Override
	public void close() {
		this.server.close();
	}

}
