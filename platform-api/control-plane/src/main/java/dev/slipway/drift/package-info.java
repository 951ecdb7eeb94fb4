/**
 * Drift: what somebody else changed of the objects of a promoted release, shown, put back
 * or adopted. May use rollout, timeline.
 */
@NullMarked
package dev.slipway.drift;

import org.jspecify.annotations.NullMarked;
