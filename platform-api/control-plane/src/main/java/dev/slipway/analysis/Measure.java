package dev.slipway.analysis;

import java.util.Arrays;
import java.util.List;

import dev.slipway.observability.metrics.ServiceQuestion;
import org.jspecify.annotations.Nullable;

/** What can be measured of a release. */
enum Measure {

	/** Requests a second. */
	REQUEST_RATE("requestRate", Unit.PER_SECOND, ServiceQuestion.REQUEST_RATE),
	/** The part of the requests answered with 5xx. */
	ERROR_RATIO("errorRatio", Unit.RATIO, ServiceQuestion.ERROR_RATIO),
	/** Half of the requests were faster. */
	P50("p50", Unit.SECONDS, ServiceQuestion.P50),
	/** 95 of 100 requests were faster. */
	P95("p95", Unit.SECONDS, ServiceQuestion.P95),
	/** 99 of 100 requests were faster. */
	P99("p99", Unit.SECONDS, ServiceQuestion.P99),
	/** Heap in use, of all pods together. */
	HEAP_USED("heapUsed", Unit.BYTES, ServiceQuestion.HEAP_USED),
	/** The part of the processors that a pod uses, on average. */
	CPU_USED("cpuUsage", Unit.RATIO, ServiceQuestion.CPU_USAGE),
	/** How often containers were restarted. */
	RESTARTS("restarts", Unit.COUNT, null),
	/** The part of the requests that took longer than a limit. */
	SLOWER("slowerThan", Unit.RATIO, null),
	/** What an expression of the metric store yields. */
	EXPRESSION("query", Unit.PLAIN, null);

	/** Those that are named by {@code metric}. */
	static final List<Measure> NAMED = List.of(REQUEST_RATE, ERROR_RATIO, P50, P95, P99, HEAP_USED, CPU_USED, RESTARTS);

	/** Those that two releases can be compared by. */
	static final List<Measure> COMPARED = List.of(ERROR_RATIO, P50, P95, P99);

	private final String id;

	private final Unit unit;

	private final @Nullable ServiceQuestion question;

	Measure(String id, Unit unit, @Nullable ServiceQuestion question) {
		this.id = id;
		this.unit = unit;
		this.question = question;
	}

	/** As strategies name it. */
	String id() {
		return this.id;
	}

	Unit unit() {
		return this.unit;
	}

	/** The question to the metric store; null when it takes more than that. */
	@Nullable ServiceQuestion question() {
		return this.question;
	}

	/** Whether it says nothing without requests. */
	boolean needsRequests() {
		return switch (this) {
			case ERROR_RATIO, P50, P95, P99, SLOWER -> true;
			case REQUEST_RATE, HEAP_USED, CPU_USED, RESTARTS, EXPRESSION -> false;
		};
	}

	/** The names of some. */
	static List<String> ids(List<Measure> measures) {
		return measures.stream().map(Measure::id).toList();
	}

	/**
	 * The one of that name.
	 * @throws IllegalArgumentException when there is none
	 */
	static Measure of(String id) {
		return Arrays.stream(values())
			.filter((measure) -> measure.id.equals(id))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(id));
	}

}
