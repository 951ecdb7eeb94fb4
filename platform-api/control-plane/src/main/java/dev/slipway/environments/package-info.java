/**
 * Environments, their clusters and namespaces, and the databases that services get there.
 * May use the JDK, and, as the one exception among the domain packages, fabric8's
 * {@code KubernetesClient} as a type: {@link dev.slipway.environments.Clusters} is where
 * the adapters of several features share one client per cluster.
 */
@NullMarked
package dev.slipway.environments;

import org.jspecify.annotations.NullMarked;
