package dev.slipway.pipeline.adapter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildListener;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildStage;
import dev.slipway.pipeline.BuildTokens;
import dev.slipway.pipeline.ImageRegistry;
import dev.slipway.test.Databases;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/** A local runner over a real repository, a database in memory and the real runner. */
final class RunnerLab implements AutoCloseable {

	private static final Path LIBRARY = Path.of("../../pipeline-library").toAbsolutePath().normalize();

	static final String TOKEN = "token-of-this-build";

	final GitFolder repository;

	final JdbcBuildStore store;

	final List<String> news = Collections.synchronizedList(new ArrayList<>());

	final List<String> revoked = Collections.synchronizedList(new ArrayList<>());

	/** How long builds may wait for a person, of runners made from now on. */
	Duration inputTimeLimit = Duration.ofHours(1);

	private final Path folder;

	private final List<LocalRunner> runners = new ArrayList<>();

	RunnerLab(Path folder) {
		this.folder = folder;
		this.repository = new GitFolder(folder.resolve("repository"));
		DataSource database = Databases.memory();
		this.store = new JdbcBuildStore(Databases.client(database), Databases.transactions(database));
		this.store.addPipeline("shop", "orders");
	}

	/** A platform's local runner, started. */
	LocalRunner start(Duration timeLimit, int heapMegabytes) {
		LocalRunner runner = make(timeLimit, heapMegabytes);
		runner.start();
		return runner;
	}

	LocalRunner start() {
		return start(Duration.ofMinutes(2), 256);
	}

	/** One whose runner was taken away. */
	LocalRunner startWithoutRunner() {
		LocalRunner runner = make(Duration.ofMinutes(2), 256, this.folder.resolve("nowhere").toString());
		runner.start();
		return runner;
	}

	LocalRunner make(Duration timeLimit, int heapMegabytes) {
		Path target = LIBRARY.resolve("runner/target");
		assertThat(target.resolve("runner")).as("the runner; build the module pipeline-runner first").isDirectory();
		return make(timeLimit, heapMegabytes, target.resolve("classes") + ":" + target.resolve("runner"));
	}

	private LocalRunner make(Duration timeLimit, int heapMegabytes, String classPath) {
		RunnerSettings settings = new RunnerSettings(this.folder.resolve("builds"), classPath, LIBRARY, 1, 4, timeLimit,
				this.inputTimeLimit, Duration.ofSeconds(2), heapMegabytes, "http://localhost:8080", 3, 50);
		LocalRunner runner = new LocalRunner(settings, this.store,
				new PlatformInputs(settings, this.repository, new Registry(), new Tokens()), new News(),
				new Retention(settings, this.store, Stream::empty), Clock.systemUTC());
		this.runners.add(runner);
		return runner;
	}

	BuildRequest request(String jenkinsfile) {
		String commit = this.repository.commit("Jenkinsfile", jenkinsfile);
		return BuildRequest.ofPush("shop", "orders", "main", commit, "ann");
	}

	Build ended(Build build) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.pollInterval(Duration.ofMillis(50))
			.until(() -> now(build).status().ended());
		return now(build);
	}

	Build now(Build build) {
		return this.store.find(build.service(), build.number()).orElseThrow();
	}

	/** Waits until the log holds a text. */
	void awaitLog(LocalRunner runner, Build build, String text) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.pollInterval(Duration.ofMillis(50))
			.until(() -> runner.log(build.service(), build.number(), 0).text().contains(text));
	}

	String log(LocalRunner runner, Build build) {
		return runner.log(build.service(), build.number(), 0).text();
	}

	/** A process that a build has written the number of. */
	ProcessHandle process(Build build, String file) throws Exception {
		Path written = BuildFolder.of(this.folder.resolve("builds"), build.service(), build.number())
			.path()
			.resolve("workspace")
			.resolve(file);
		Awaitility.await().until(() -> Files.exists(written) && Files.readString(written).endsWith("\n"));
		return ProcessHandle.of(Long.parseLong(Files.readString(written).trim())).orElseThrow();
	}

	@Override
	public void close() {
		this.runners.forEach(LocalRunner::close);
	}

	private final class Tokens implements BuildTokens {

		@Override
		public Issued issue(String team, String service, int build, Duration lifetime) {
			return new Issued(service + "-" + build, TOKEN);
		}

		@Override
		public void revoke(String id) {
			RunnerLab.this.revoked.add(id);
		}

	}

	private static final class Registry implements ImageRegistry {

		@Override
		public String address() {
			return "localhost:5001";
		}

		@Override
		public String baseImage() {
			return "scratch";
		}

	}

	private final class News implements BuildListener {

		@Override
		public void changed(Build build) {
			RunnerLab.this.news.add("build " + build.status());
		}

		@Override
		public void stage(Build build, BuildStage stage) {
			RunnerLab.this.news.add("stage " + stage.name() + " " + stage.status());
		}

		@Override
		public void log(Build build, long start, long next, String text) {
			assertThat(next).isGreaterThan(start);
		}

	}

}
