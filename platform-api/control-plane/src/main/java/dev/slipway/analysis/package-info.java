/**
 * Judges a candidate by what was measured, logged and traced: gates, guard rails and the
 * evidence of how a release ended. May use rollout, strategy, judge, environments,
 * repository, flow and the ports of observability.
 */
@NullMarked
package dev.slipway.analysis;

import org.jspecify.annotations.NullMarked;
