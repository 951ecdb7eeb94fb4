/**
 * The query language of the logs, the same for every store: names of fields, words,
 * dates, parsing and highlighting. May use the port and Lucene's parser.
 */
@NullMarked
package dev.slipway.observability.logs.query;

import org.jspecify.annotations.NullMarked;
