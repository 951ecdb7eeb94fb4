/**
 * The cluster's memory: objects as JSON trees, one rising resourceVersion, a durable log,
 * and watches. Knows keys and versions but no kind's rules. Imports the JDK, Jackson and
 * SLF4J only.
 */
@NullMarked
package dev.slipway.cluster.store;

import org.jspecify.annotations.NullMarked;
