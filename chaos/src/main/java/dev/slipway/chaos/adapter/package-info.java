/**
 * Faults by Kubernetes and chaos-monkey, checks by HTTP, the store in JDBC, wiring. May
 * use chaos, environments, flow, rollout, strategy, analysis, api, observability's
 * metrics, Spring, fabric8 and Jackson 2.
 */
@NullMarked
package dev.slipway.chaos.adapter;

import org.jspecify.annotations.NullMarked;
