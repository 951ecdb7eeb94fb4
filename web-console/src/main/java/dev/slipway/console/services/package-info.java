/**
 * The service list and the pages of one service.
 */
@NullMarked
package dev.slipway.console.services;

import org.jspecify.annotations.NullMarked;
