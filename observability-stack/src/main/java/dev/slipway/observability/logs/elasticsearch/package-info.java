/**
 * Logs in Elasticsearch, asked through its own client over the shared HTTP way. The query
 * language is ours: a text is parsed by {@code logs.query} and what comes out is written
 * as Elasticsearch's query. May use the port, the query language, the shared HTTP way,
 * elasticsearch-java and Jackson.
 */
@NullMarked
package dev.slipway.observability.logs.elasticsearch;

import org.jspecify.annotations.NullMarked;
