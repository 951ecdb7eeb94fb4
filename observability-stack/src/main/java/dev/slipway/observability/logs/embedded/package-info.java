/**
 * Logs in a Lucene index on disk. May use Lucene, Jackson and the logs port.
 */
@NullMarked
package dev.slipway.observability.logs.embedded;

import org.jspecify.annotations.NullMarked;
