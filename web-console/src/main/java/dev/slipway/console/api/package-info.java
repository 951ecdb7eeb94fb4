/**
 * The REST API as the pages use it: one client, carrying the session of whoever looks at
 * the page.
 */
@NullMarked
package dev.slipway.console.api;

import org.jspecify.annotations.NullMarked;
