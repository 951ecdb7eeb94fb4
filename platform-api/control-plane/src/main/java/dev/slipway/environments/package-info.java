/**
 * Environments, their clusters and namespaces, and the databases that services get there.
 * May use the JDK only.
 */
@NullMarked
package dev.slipway.environments;

import org.jspecify.annotations.NullMarked;
