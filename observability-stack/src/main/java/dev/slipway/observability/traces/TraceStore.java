package dev.slipway.observability.traces;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.slipway.observability.QueryScope;
import dev.slipway.observability.StoreHealth;
import zipkin2.DependencyLink;
import zipkin2.Span;

/**
 * Keeps spans and finds traces. A trace is visible to those who see one of its services;
 * of the spans of other teams they see that they were and how long they took, not their
 * tags and annotations.
 */
public interface TraceStore extends AutoCloseable {

	/** Takes spans, in any order. */
	void accept(List<Span> spans);

	/** Traces that match, the newest first. */
	List<List<Span>> search(TraceQuery query, QueryScope scope);

	/** One trace by its id in hexadecimal; empty when unknown or not visible. */
	Optional<List<Span>> trace(String id, QueryScope scope);

	/** Names of services that have spans. */
	List<String> services(QueryScope scope);

	/** Names of a service's spans. */
	List<String> spanNames(String service, QueryScope scope);

	/** Who calls whom; links in which a visible service takes part. */
	List<DependencyLink> dependencies(Instant from, Instant to, QueryScope scope);

	StoreHealth health();

	@Override
	void close();

}
