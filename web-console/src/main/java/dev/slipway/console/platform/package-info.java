/**
 * Environments, people, tokens and the audit log.
 */
@NullMarked
package dev.slipway.console.platform;

import org.jspecify.annotations.NullMarked;
