/**
 * A Kubernetes cluster of one machine, started and stopped as one. Wires the packages
 * below, which hold all the work; imports the JDK, Vert.x and SLF4J.
 */
@NullMarked
package dev.slipway.cluster;

import org.jspecify.annotations.NullMarked;
