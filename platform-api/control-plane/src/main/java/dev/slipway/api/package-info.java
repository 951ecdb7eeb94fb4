/**
 * What every REST controller shares: problems, pages, the live event stream. May use
 * Spring Web, Spring Security's exceptions and access.
 */
@NullMarked
package dev.slipway.api;

import org.jspecify.annotations.NullMarked;
