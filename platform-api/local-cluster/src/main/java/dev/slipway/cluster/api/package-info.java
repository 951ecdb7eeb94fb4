/**
 * The Kubernetes API of the local cluster: HTTPS on loopback, the verbs, watches,
 * discovery and what kubectl needs besides. Imports the JDK, Jackson, Vert.x,
 * BouncyCastle (only to make certificates), {@code api.*} and {@code store}.
 */
@NullMarked
package dev.slipway.cluster.api;

import org.jspecify.annotations.NullMarked;
