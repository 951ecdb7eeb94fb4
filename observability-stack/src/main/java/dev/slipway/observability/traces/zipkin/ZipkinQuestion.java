package dev.slipway.observability.traces.zipkin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.slipway.observability.traces.TraceSearch;
import org.jspecify.annotations.Nullable;
import zipkin2.storage.QueryRequest;

/**
 * A search as Zipkin's API takes it. Zipkin joins tags by the word {@code and}, which
 * cannot be escaped: a tag with that word in it would ask for something else. Such tags
 * are not sent; more traces are asked for then, and the search itself picks those that
 * match.
 *
 * @param request what is asked
 * @param tags as much of the tags as Zipkin would understand; null for none
 * @param limit the most traces
 */
record ZipkinQuestion(QueryRequest request, @Nullable String tags, int limit) {

	static ZipkinQuestion of(TraceSearch search) {
		QueryRequest request = search.request();
		Map<String, String> sendable = new TreeMap<>();
		request.annotationQuery().forEach((key, value) -> {
			if (isUnderstood(Map.of(key, value))) {
				sendable.put(key, value);
			}
		});
		boolean whole = sendable.size() == request.annotationQuery().size();
		if (!isUnderstood(sendable)) {
			return new ZipkinQuestion(request, null, search.wideLimit());
		}
		return new ZipkinQuestion(request, sendable.isEmpty() ? null : write(sendable),
				whole ? request.limit() : search.wideLimit());
	}

	/** Whether Zipkin reads from the text what was meant. */
	private static boolean isUnderstood(Map<String, String> tags) {
		return tags.isEmpty() || QueryRequest.newBuilder()
			.endTs(1)
			.lookback(1)
			.limit(1)
			.parseAnnotationQuery(write(tags))
			.build()
			.annotationQuery()
			.equals(tags);
	}

	private static String write(Map<String, String> tags) {
		return tags.entrySet()
			.stream()
			.map((tag) -> tag.getValue().isEmpty() ? tag.getKey() : tag.getKey() + "=" + tag.getValue())
			.collect(Collectors.joining(" and "));
	}

	ZipkinQuestion limited(int most) {
		return new ZipkinQuestion(this.request, this.tags, most);
	}

	String path() {
		StringBuilder path = new StringBuilder("/api/v2/traces?endTs=").append(this.request.endTs())
			.append("&lookback=")
			.append(this.request.lookback())
			.append("&limit=")
			.append(this.limit);
		append(path, "serviceName", this.request.serviceName());
		append(path, "spanName", this.request.spanName());
		append(path, "annotationQuery", this.tags);
		append(path, "minDuration", this.request.minDuration());
		append(path, "maxDuration", this.request.maxDuration());
		return path.toString();
	}

	private static void append(StringBuilder path, String name, @Nullable Object value) {
		if (value != null) {
			path.append('&')
				.append(name)
				.append('=')
				.append(URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
		}
	}

}
