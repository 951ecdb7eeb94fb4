/**
 * The saga that creates a service, and takes it back when a step fails. May use flow and
 * the features whose steps it drives: scaffold, repository, pipeline, environments and
 * catalog.
 */
@NullMarked
package dev.slipway.onboarding;

import org.jspecify.annotations.NullMarked;
