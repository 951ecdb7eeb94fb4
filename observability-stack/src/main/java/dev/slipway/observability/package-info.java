/**
 * What logs, metrics and traces share: whose a record is, what a person may see of it,
 * and the needs (targets, log sources) that the platform meets. May use the JDK only.
 */
@NullMarked
package dev.slipway.observability;

import org.jspecify.annotations.NullMarked;
