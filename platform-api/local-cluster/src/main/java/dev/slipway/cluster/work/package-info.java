/**
 * How controllers and kubelet do their work: shared threads, one task at a time per
 * object, queues that try again. Uses the store and objects.
 */
@NullMarked
package dev.slipway.cluster.work;

import org.jspecify.annotations.NullMarked;
