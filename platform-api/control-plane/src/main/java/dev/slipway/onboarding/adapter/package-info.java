/**
 * Journal and names by JDBC, and the wiring. May use onboarding and what it drives, and
 * Spring.
 */
@NullMarked
package dev.slipway.onboarding.adapter;

import org.jspecify.annotations.NullMarked;
