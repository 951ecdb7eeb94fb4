package dev.slipway.jenkins;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildRequest;

/** Which build of ours a run is, and which run a build of ours became. Decisions only. */
public final class Correlation {

	/** Longer keys are shortened: the column takes 300 characters. */
	private static final int MOST = 250;

	/** What the commit of a run is called that never said. */
	public static final String UNKNOWN = "unknown";

	private Correlation() {
	}

	/**
	 * A build that no run was found for.
	 *
	 * @param tracked where it is
	 * @param build what it is
	 */
	public record Waiting(Tracked tracked, Build build) {
	}

	/**
	 * The build that a run is: by our key, by its queue item, by what was pushed, or
	 * because it is the one that our account started after we had asked for it.
	 */
	public static Optional<Waiting> of(Run run, String branch, List<Waiting> waiting) {
		String key = run.parameters().get(JobSeen.KEY);
		if (key != null && !key.isEmpty()) {
			return waiting.stream().filter((one) -> one.build().request().key().equals(key)).findFirst();
		}
		Optional<Waiting> queued = waiting.stream()
			.filter((one) -> Objects.equals(one.tracked().queueId(), run.queueId()))
			.findFirst();
		if (queued.isPresent()) {
			return queued;
		}
		return waiting.stream().filter((one) -> pushed(run, branch, one) || asked(run, one)).findFirst();
	}

	private static boolean pushed(Run run, String branch, Waiting one) {
		BuildRequest request = one.build().request();
		return run.person() == null && one.tracked().phase() == Phase.PUSHED && request.branch().equals(branch)
				&& request.commit().equals(run.commit());
	}

	private static boolean asked(Run run, Waiting one) {
		return run.ours() && one.tracked().phase() == Phase.ASKING && one.tracked().job().equals(run.job())
				&& run.number() > one.tracked().afterRun();
	}

	/** Whether a queue item is what a build asked for. */
	public static boolean of(QueueItem item, Waiting one) {
		String key = item.parameters().get(JobSeen.KEY);
		if (key != null && !key.isEmpty()) {
			return one.build().request().key().equals(key);
		}
		return item.ours() && item.job().equals(one.tracked().job());
	}

	/**
	 * Whether it is too early to say: who pushed waits, and the commit is not known yet.
	 */
	public static boolean undecided(Run run, String branch, List<Waiting> waiting) {
		return run.building() && run.person() == null && run.commit() == null && waiting.stream()
			.anyMatch((one) -> one.tracked().phase() == Phase.PUSHED && one.build().request().branch().equals(branch));
	}

	/** The builds of earlier pushes that Jenkins went past when it built this one. */
	public static List<Waiting> passed(Build built, List<Waiting> waiting) {
		return waiting.stream()
			.filter((one) -> one.tracked().phase() == Phase.PUSHED && one.build().number() < built.number()
					&& one.build().request().branch().equals(built.request().branch()))
			.toList();
	}

	/**
	 * What a run is as a wish, when nobody asked the platform for it: of a push when
	 * Jenkins found it by itself, else somebody's own.
	 */
	public static BuildRequest request(String team, String service, String branch, Run run, boolean own) {
		String commit = (run.commit() != null) ? run.commit() : UNKNOWN;
		String person = (run.person() != null) ? run.person() : "Jenkins";
		boolean push = !own && run.person() == null && run.commit() != null;
		String key = push ? BuildRequest.ofPush(team, service, branch, commit, person).key() : key(run);
		return new BuildRequest(team, service, branch, commit, key, run.cause(), person, run.parameters());
	}

	/**
	 * The branch that a job of a multibranch pipeline builds: its name is encoded twice.
	 */
	public static String branchOf(String job) {
		return decode(decode(job.substring(job.lastIndexOf('/') + 1)));
	}

	private static String decode(String text) {
		return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
	}

	/** The key of a run that is nobody's but Jenkins's. */
	static String key(Run run) {
		String key = "jenkins:" + run.job() + ":" + run.number() + "@" + run.startedAt().toEpochMilli();
		if (key.length() <= MOST) {
			return key;
		}
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
			return "jenkins:" + HexFormat.of().formatHex(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
