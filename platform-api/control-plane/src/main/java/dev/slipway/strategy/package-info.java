/**
 * Strategies of a release as data: what a team writes, and the schedule of replicas,
 * weights and gates that follows from it. May use the JDK only.
 */
@NullMarked
package dev.slipway.strategy;

import org.jspecify.annotations.NullMarked;
