/**
 * Experiments in the REST API. May use chaos, access, api, catalog, environments and
 * Spring Web.
 */
@NullMarked
package dev.slipway.chaos.web;

import org.jspecify.annotations.NullMarked;
