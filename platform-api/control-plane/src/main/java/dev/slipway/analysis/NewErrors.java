package dev.slipway.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.slipway.judge.Sides;
import dev.slipway.judge.LogFinding;
import dev.slipway.judge.LogJudge;
import dev.slipway.judge.LogRule;
import dev.slipway.judge.LogSide;
import dev.slipway.judge.NewError;
import dev.slipway.observability.logs.LogRecord;
import dev.slipway.rollout.Release;
import org.jspecify.annotations.Nullable;

/**
 * Kinds of errors that the candidate logs and the stable release does not. What stable
 * logged before the window is known as well: an error that comes once an hour is not new.
 */
final class NewErrors {

	static final String NAME = "new errors";

	private final LogReader logs;

	private final RequestCounts counts;

	NewErrors(LogReader logs, RequestCounts counts) {
		this.logs = logs;
		this.counts = counts;
	}

	/**
	 * Looks at both.
	 * @param before how long before the window stable's errors are known
	 */
	LogFinding find(@Nullable Release stable, Release candidate, Instant from, Instant to, Duration before,
			LogRule rule) {
		List<String> ours = messages(candidate, from, to);
		if (stable == null) {
			// Without another side every kind is new, and none is judged.
			LogSide alone = new LogSide(this.logs.lines(candidate, from, to), ours);
			return LogJudge.judge(NAME, Sides.of(new LogSide(0, List.of()), alone), rule);
		}
		long requests = requests(candidate, from, to);
		long others = requests(stable, from, to);
		boolean counted = requests > 0 && others > 0;
		LogSide candidates = new LogSide(counted ? requests : this.logs.lines(candidate, from, to), ours);
		LogSide stables = new LogSide(counted ? others : this.logs.lines(stable, from, to),
				messages(stable, from.minus(before), to));
		return LogJudge.judge(NAME, Sides.of(stables, candidates), rule);
	}

	private List<String> messages(Release release, Instant from, Instant to) {
		return this.logs.errors(release, from, to).stream().map(LogReader::message).toList();
	}

	private long requests(Release release, Instant from, Instant to) {
		return this.counts.failed(release, from, to).all().total();
	}

	/** The kinds with example lines, for the record. */
	List<Object> evidence(LogFinding found, Release candidate, Instant from, Instant to) {
		Set<String> wanted = found.errors()
			.stream()
			.flatMap((error) -> error.examples().stream())
			.collect(Collectors.toSet());
		Map<String, LogRecord> lines = new LinkedHashMap<>();
		if (!wanted.isEmpty()) {
			this.logs.errors(candidate, from, to)
				.stream()
				.filter((record) -> wanted.contains(LogReader.message(record)))
				.forEach((record) -> lines.putIfAbsent(LogReader.message(record), record));
		}
		List<Object> kinds = new ArrayList<>();
		found.errors().stream().limit(10).forEach((error) -> kinds.add(asMap(error, lines)));
		return kinds;
	}

	private static Map<String, Object> asMap(NewError error, Map<String, LogRecord> lines) {
		List<String> examples = error.examples()
			.stream()
			.map((message) -> lines.containsKey(message) ? LogReader.example(lines.get(message)) : message)
			.toList();
		return Map.of("template", error.template(), "count", error.count(), "matters", error.matters(), "pValue",
				error.pValue(), "examples", examples);
	}

}
