/**
 * Creating a service: the wizard made from a template's schema, and the onboarding that
 * follows.
 */
@NullMarked
package dev.slipway.console.create;

import org.jspecify.annotations.NullMarked;
