/**
 * The way of a release through the environments: freezes, in which none begins; the order
 * of environments that a digest has to go; promotions with their approvals. May use
 * rollout, strategy, environments, repository, catalog, access and flow.
 */
@NullMarked
package dev.slipway.promotion;

import org.jspecify.annotations.NullMarked;
