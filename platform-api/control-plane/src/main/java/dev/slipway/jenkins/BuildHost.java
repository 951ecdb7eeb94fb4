package dev.slipway.jenkins;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.slipway.pipeline.BuildArtifact;
import dev.slipway.pipeline.TestCase;

/**
 * What the platform asks of a Jenkins to drive its builds. Every answer is bounded. Paths
 * are those of {@link JenkinsPath}.
 */
public interface BuildHost {

	/** A job; empty when there is none, or none that we may see. */
	Optional<JobSeen> job(String job);

	/** The newest runs of a job, newest first; empty when there is no such job. */
	Optional<List<Run>> runs(String job, int most);

	/** One run. */
	Optional<Run> run(String job, int number);

	/** The newest runs of the jobs of so many items in a folder, ours and others'. */
	Newest.Page newest(String folder, int from, int to);

	/** The newest runs of the jobs of one pipeline. */
	List<Newest> newest(String pipeline);

	/** What waits in the queue. */
	List<QueueItem> queue();

	/** An item of the queue, or one that left it less than five minutes ago. */
	Optional<QueueItem> queued(long id);

	/**
	 * Asks for a run.
	 * @return the number of the queue item; an older one when the same was asked for
	 * before and waits still
	 */
	long enqueue(JobSeen job, Map<String, String> parameters);

	/** Takes an item out of the queue; one that left is ignored. */
	void cancel(long id);

	/**
	 * Ends a run.
	 * @param how {@code stop}, {@code term} or {@code kill}
	 */
	void end(String job, int number, String how);

	/** Has a pipeline look at its repository's branches. */
	void scan(String pipeline);

	/**
	 * The stages of a run.
	 * @param explained whether to ask why stages failed, too
	 */
	Stages stages(String job, int number, boolean explained);

	/** The tests of a run; empty when it has none. */
	List<TestCase> tests(String job, int number);

	/** The inputs that a run waits for. */
	List<Pending> pending(String job, int number);

	/**
	 * Answers an input.
	 * @return false when it waits no more
	 */
	boolean answer(String job, int number, String input, boolean proceed, Map<String, String> values);

	/** The image that a run made, by the file that {@code buildImage} keeps. */
	Optional<String> image(String job, int number);

	/** The files that a run keeps. */
	List<BuildArtifact> artifacts(String job, int number);

	/**
	 * Reads a file that a run keeps; the caller closes it.
	 * @throws java.nio.file.NoSuchFileException when it does not keep it
	 */
	InputStream artifact(String job, int number, String path) throws IOException;

	/** How long the log is, in bytes. */
	long logSize(String job, int number);

	/**
	 * Reads the log from an offset not beyond its end.
	 * @param most the most bytes to read
	 */
	LogWindow log(String job, int number, long start, int most);

	/** The same, without the line that it begins in. */
	LogWindow logTail(String job, int number, long start, int most);

	/**
	 * Reads the lines that stand before an offset.
	 * @param before where they end: the start of a line
	 * @param most the most bytes to give
	 */
	LogWindow logBefore(String job, int number, long before, int most);

}
