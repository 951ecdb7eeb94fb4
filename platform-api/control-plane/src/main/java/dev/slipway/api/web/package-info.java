/**
 * The live event routes of the API. May use api and access.
 */
@NullMarked
package dev.slipway.api.web;

import org.jspecify.annotations.NullMarked;
