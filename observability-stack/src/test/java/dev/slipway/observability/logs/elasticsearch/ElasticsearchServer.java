package dev.slipway.observability.logs.elasticsearch;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import javax.tools.ToolProvider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;

/**
 * A real Elasticsearch, the bare distribution that Elastic publishes for tests. It runs
 * on a free port of this machine, as nobody where the tests run as root, and ends with
 * this process however that ends.
 */
@NullUnmarked
public final class ElasticsearchServer implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofMinutes(4);

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final String HEAP = "-Xms512m -Xmx512m -XX:TieredStopAtLevel=1";

	private static final Pattern ADDRESS = Pattern.compile("HttpServer.*publish_address \\{(127\\.0\\.0\\.1:\\d+)}");

	/**
	 * A shell that starts it and waits for the end of its own input, which is the end of
	 * the test, even of one that is killed.
	 */
	private static final String KEEPER = "\"$@\" </dev/null & child=$!; cat >/dev/null; kill $child; wait $child";

	private final HttpClient http = HttpClient.newHttpClient();

	private final Path folder;

	private final Process process;

	private final URI uri;

	public ElasticsearchServer() {
		try {
			this.folder = Files.createTempDirectory("slipway-elasticsearch-",
					PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
			Path home = unpack(distribution(), this.folder);
			plugin(home);
			configure(home);
			this.process = start(home);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.uri = Awaitility.await("Elasticsearch is ready")
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(200))
			.until(this::address, (found) -> found != null && answers(found));
	}

	public URI uri() {
		return this.uri;
	}

	/** Asks it, not through the adapter. */
	public HttpResponse<String> ask(String method, String path, String json) {
		try {
			return this.http.send(HttpRequest.newBuilder(this.uri.resolve(path))
				.timeout(PATIENCE)
				.header("Content-Type", "application/json")
				.method(method, HttpRequest.BodyPublishers.ofString(json))
				.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** Deletes all documents of some indexes and leaves the indexes. */
	void empty(String index) {
		ask("POST", "/" + index + "/_refresh", "");
		try {
			JsonNode hits = JSON.readTree(ask("POST", "/" + index + "/_search?size=10000&_source=false", "").body())
				.path("hits")
				.path("hits");
			StringBuilder bulk = new StringBuilder();
			hits.forEach((hit) -> bulk.append("{\"delete\":{\"_index\":")
				.append(hit.path("_index"))
				.append(",\"_id\":")
				.append(hit.path("_id"))
				.append("}}\n"));
			if (!bulk.isEmpty()) {
				ask("POST", "/_bulk?refresh=true", bulk.toString());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private boolean answers(URI address) {
		try {
			return this.http.send(
					HttpRequest.newBuilder(address.resolve("/_cluster/health")).timeout(Duration.ofSeconds(20)).build(),
					HttpResponse.BodyHandlers.discarding())
				.statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** Where it listens, as it says; null when it does not yet. */
	private URI address() throws IOException {
		String log = Files.readString(this.folder.resolve("server.log"));
		if (!this.process.isAlive()) {
			throw new AssertionError("Elasticsearch did not start:\n" + log);
		}
		Matcher said = ADDRESS.matcher(log);
		return said.find() ? URI.create("http://" + said.group(1)) : null;
	}

	private Process start(Path home) throws IOException {
		List<String> command = new ArrayList<>(List.of("sh", "-c", KEEPER, "keeper"));
		if (System.getProperty("user.name").equals("root")) {
			own(this.folder);
			command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
		}
		command.add(home.resolve("bin/elasticsearch").toString());
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(this.folder.resolve("server.log").toFile());
		builder.environment().put("ES_JAVA_HOME", System.getProperty("java.home"));
		builder.environment().put("ES_JAVA_OPTS", HEAP);
		builder.environment().put("CLI_JAVA_OPTS", "-Xmx64m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
		return builder.start();
	}

	private static void own(Path folder) throws IOException {
		UserPrincipal nobody = folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
		try (Stream<Path> files = Files.walk(folder)) {
			for (Path file : files.toList()) {
				Files.setAttribute(file, "posix:owner", nobody, LinkOption.NOFOLLOW_LINKS);
			}
		}
	}

	/** Where the build put it; the local Maven repository when an IDE runs the tests. */
	private static Path distribution() throws IOException {
		for (Path folder : List.of(Path.of("target/elasticsearch-server"),
				Path.of("observability-stack/target/elasticsearch-server"),
				Path.of("../../observability-stack/target/elasticsearch-server"),
				Path.of(System.getProperty("user.home"),
						".m2/repository/org/elasticsearch/distribution/integ-test-zip/elasticsearch"))) {
			if (Files.isDirectory(folder)) {
				try (Stream<Path> files = Files.walk(folder)) {
					var zip = files.filter((file) -> file.toString().endsWith(".zip")).findFirst();
					if (zip.isPresent()) {
						return zip.get();
					}
				}
			}
		}
		throw new IllegalStateException("Elasticsearch is not there; run mvn generate-test-resources first");
	}

	private static Path unpack(Path zip, Path folder) throws IOException {
		Path home = folder;
		try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
			for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
				Path file = folder.resolve(entry.getName()).normalize();
				if (!file.startsWith(folder)) {
					throw new IOException(entry.getName());
				}
				if (entry.isDirectory()) {
					Files.createDirectories(file);
					home = file.getParent().equals(folder) ? file : home;
				}
				else {
					Files.createDirectories(file.getParent());
					Files.copy(in, file);
				}
			}
		}
		try (Stream<Path> programs = Files.list(home.resolve("bin"))) {
			for (Path program : programs.toList()) {
				Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
			}
		}
		return home;
	}

	private static void configure(Path home) throws IOException {
		Files.writeString(home.resolve("config/elasticsearch.yml"),
				String.join("\n", "discovery.type: single-node", "http.host: 127.0.0.1", "http.port: 0",
						"transport.host: 127.0.0.1", "transport.port: 0", "xpack.security.enabled: false",
						"cluster.routing.allocation.disk.threshold_enabled: false",
						"action.destructive_requires_name: false", ""));
		Path options = home.resolve("config/jvm.options");
		Files.writeString(options,
				Files.readString(options).replace("-XX:+UseG1GC", "-XX:+UseSerialGC").replaceAll("(?m)^-Xlog.*$", ""));
	}

	/**
	 * The bare distribution lacks the module analysis-common, which every real one has.
	 * Its tokenizer "pattern" is Lucene's, which is there: a plugin names it.
	 */
	private static void plugin(Path home) throws IOException {
		Path folder = Files.createDirectories(home.resolve("plugins/pattern"));
		Path source = Files.createDirectories(home.resolve("plugin-source")).resolve("PatternTokenizerPlugin.java");
		try (InputStream shipped = ElasticsearchServer.class
			.getResourceAsStream("/elasticsearch-plugin/PatternTokenizerPlugin.java.txt")) {
			Files.copy(shipped, source);
		}
		Path classes = Files.createDirectories(home.resolve("plugin-classes"));
		ByteArrayOutputStream said = new ByteArrayOutputStream();
		int failed = ToolProvider.getSystemJavaCompiler()
			.run(null, said, said, "--release", "17", "-proc:none", "-cp", jars(home.resolve("lib")), "-d",
					classes.toString(), source.toString());
		if (failed != 0) {
			throw new IllegalStateException("The plugin does not compile: " + said);
		}
		String version = home.getFileName().toString().replaceFirst("elasticsearch-", "");
		Files.writeString(folder.resolve("plugin-descriptor.properties"),
				"description=pattern tokenizer\nversion=1\nname=pattern\njava.version=17\nclassname="
						+ "dev.slipway.test.PatternTokenizerPlugin\nelasticsearch.version=" + version + "\n");
		try (OutputStream out = Files.newOutputStream(folder.resolve("pattern.jar"));
				JarOutputStream jar = new JarOutputStream(out);
				Stream<Path> files = Files.walk(classes)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
				Files.copy(file, jar);
			}
		}
	}

	private static String jars(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.map(Path::toString)
				.filter((name) -> name.endsWith(".jar"))
				.collect(Collectors.joining(File.pathSeparator));
		}
	}

	@Override
	public void close() {
		try {
			this.process.getOutputStream().close();
			if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
				this.process.descendants().forEach(ProcessHandle::destroyForcibly);
				this.process.destroyForcibly().waitFor();
			}
			try (Stream<Path> files = Files.walk(this.folder)) {
				for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
					Files.deleteIfExists(file);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
