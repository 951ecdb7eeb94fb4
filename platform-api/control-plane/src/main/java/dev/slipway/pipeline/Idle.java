package dev.slipway.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * When a build did nothing but wait for a person: while it had asked at least as many
 * inputs as it had innermost stages running, for then each of these waits.
 * <p>
 * A worked example: stage A runs from 0:00 to 1:00 and asks from 0:10 to 0:50; B runs
 * beside it until 0:20. Until 0:20 B works, from there until 0:50 the build is idle: it
 * worked for 30 of its 60 minutes, A for 30 and B for 20.
 *
 * @param spans in order, apart from each other
 */
record Idle(List<Span> spans) {

	Idle {
		spans = List.copyOf(spans);
	}

	/**
	 * Of a build's stages and inputs; an input that nobody answered counts for nothing.
	 */
	static Idle of(List<BuildStage> stages, List<BuildInput> inputs) {
		List<Span> asked = inputs.stream()
			.filter((input) -> input.answer() != null)
			.map((input) -> new Span(input.askedAt(), Objects.requireNonNull(input.answer()).at()))
			.toList();
		if (asked.isEmpty()) {
			return new Idle(List.of());
		}
		List<Span> work = innermost(stages);
		TreeSet<Instant> marks = new TreeSet<>();
		asked.forEach((span) -> marks.addAll(List.of(span.start(), span.end())));
		work.forEach((span) -> marks.addAll(List.of(span.start(), span.end())));
		List<Span> idle = new ArrayList<>();
		List<Instant> order = List.copyOf(marks);
		for (int i = 0; i + 1 < order.size(); i++) {
			Span between = new Span(order.get(i), order.get(i + 1));
			long open = asked.stream().filter((span) -> span.holds(between)).count();
			if (open > 0 && open >= work.stream().filter((span) -> span.holds(between)).count()) {
				idle.add(between);
			}
		}
		return new Idle(idle);
	}

	private static List<Span> innermost(List<BuildStage> stages) {
		Set<Integer> parents = new HashSet<>();
		stages.stream().map(BuildStage::parent).filter(Objects::nonNull).forEach(parents::add);
		return stages.stream()
			.filter((stage) -> stage.endedAt() != null && !parents.contains(stage.id()))
			.map((stage) -> new Span(stage.startedAt(), Objects.requireNonNull(stage.endedAt())))
			.toList();
	}

	/** How long something took that ran from then until then, without these times. */
	Duration worked(Instant start, Instant end) {
		Duration worked = Duration.between(start, end);
		for (Span span : this.spans) {
			Instant from = span.start().isAfter(start) ? span.start() : start;
			Instant to = span.end().isBefore(end) ? span.end() : end;
			if (from.isBefore(to)) {
				worked = worked.minus(Duration.between(from, to));
			}
		}
		return worked.isNegative() ? Duration.ZERO : worked;
	}

	/** From then until then. */
	record Span(Instant start, Instant end) {

		boolean holds(Span other) {
			return !other.start().isBefore(this.start) && !other.end().isAfter(this.end);
		}

	}

}
