/**
 * The node: runs the pods of the store as processes of this machine. An intent is written
 * before every fork and a process knows its pod, so that a platform that was killed finds
 * all its pods again. Uses the store, the images, and Vert.x for probes.
 */
@NullMarked
package dev.slipway.cluster.kubelet;

import org.jspecify.annotations.NullMarked;
