package dev.slipway.pipeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** What is known of pipelines and builds. */
public interface BuildStore {

	/** Makes a pipeline, or leaves it as it is. */
	void addPipeline(String team, String service);

	/** Removes a pipeline with its builds. */
	void removePipeline(String service);

	/** The pipelines; with {@code onlyNew} those that have had no first build. */
	List<Pipeline> pipelines(boolean onlyNew);

	/** The pipeline of a service. */
	Optional<Pipeline> pipeline(String service);

	/**
	 * Numbers and adds a build, or finds the one with the same key.
	 * @throws java.util.NoSuchElementException when the service has no pipeline
	 */
	Added add(BuildRequest request, Instant now);

	/** Saves a build unless its stored state has ended. */
	boolean save(Build build);

	/** Corrects the commit of a build: its server built another than it was asked for. */
	void saveCommit(String service, int number, String commit);

	/** Finds one. */
	Optional<Build> find(String service, int number);

	/** Finds one by its key. */
	Optional<Build> findByKey(String service, String key);

	/** The builds of a service with lower numbers, newest first. */
	List<Build> list(String service, int before, int limit);

	/** The builds of a service that were asked for until then, newest first. */
	List<Build> list(String service, Instant until, int limit);

	/** The builds that have not ended, oldest first. */
	List<Build> unfinished();

	/** The numbers of the builds that have ended, without the newest so many. */
	List<Integer> endedBut(String service, int newest);

	/** Forgets a build that has ended, with its stages and test results. */
	void remove(String service, int number);

	/** Adds or replaces a stage. */
	void saveStage(String service, int number, BuildStage stage);

	/** The stages, in the order of starting. */
	List<BuildStage> stages(String service, int number);

	/** Adds test results. */
	void addTests(String service, int number, List<TestCase> tests);

	/** The test results, in the order of coming. */
	List<TestCase> tests(String service, int number);

	/** Adds or replaces an input that the build waits or waited for. */
	void saveInput(String service, int number, BuildInput input);

	/** The inputs that the build waits or waited for, in the order of asking. */
	List<BuildInput> inputs(String service, int number);

	/**
	 * The inputs that nobody has answered of builds that have not ended, oldest first.
	 */
	List<OpenInput> openInputs();

	/** Keeps which process runs the build; before it may do anything. */
	void saveProcess(String service, int number, BuildProcess process);

	/** The process that runs or ran the build. */
	Optional<BuildProcess> process(String service, int number);

	/**
	 * A pipeline.
	 *
	 * @param team the owning team
	 * @param service the service
	 * @param firstBuilt whether a build was ever asked for
	 */
	record Pipeline(String team, String service, boolean firstBuilt) {
	}

	/**
	 * An input that a build waits for.
	 *
	 * @param service the build's
	 * @param number the build's
	 * @param input what it asks
	 */
	record OpenInput(String service, int number, BuildInput input) {
	}

	/**
	 * What came of adding.
	 *
	 * @param build the build
	 * @param fresh false when it was there
	 */
	record Added(Build build, boolean fresh) {
	}

	/**
	 * A process on this machine, recognisable after a restart of the platform.
	 *
	 * @param pid its id
	 * @param startedMillis when it started, by the operating system
	 * @param cookie what it and its children carry in their environment
	 * @param token the id of the token that it has; null when it has none
	 */
	record BuildProcess(long pid, long startedMillis, String cookie, @Nullable String token) {
	}

}
