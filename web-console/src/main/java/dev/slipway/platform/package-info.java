/**
 * The platform as a process: its state directory, the local cluster in the same JVM, the
 * metrics of its own, its end. The only package that sees both the control plane and the
 * local cluster.
 */
@NullMarked
package dev.slipway.platform;

import org.jspecify.annotations.NullMarked;
