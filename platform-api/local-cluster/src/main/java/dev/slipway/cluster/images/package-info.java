/**
 * Container images on disk: an OCI image layout, the registry that fills it, and the
 * unpacked roots that pods start from. Uses the JDK, Jackson and Vert.x; knows nothing of
 * Kubernetes.
 */
@NullMarked
package dev.slipway.cluster.images;

import org.jspecify.annotations.NullMarked;
