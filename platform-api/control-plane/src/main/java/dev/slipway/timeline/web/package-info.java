/** The timeline in the REST API. May use timeline, catalog, access and api. */
@NullMarked
package dev.slipway.timeline.web;

import org.jspecify.annotations.NullMarked;
