/**
 * The REST API of onboardings. May use onboarding, scaffold, api and access.
 */
@NullMarked
package dev.slipway.onboarding.web;

import org.jspecify.annotations.NullMarked;
