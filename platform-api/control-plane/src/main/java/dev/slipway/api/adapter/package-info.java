/**
 * What every REST controller shares, over servlets and the database: the live event
 * stream and repeated requests. May use api, access and Spring.
 */
@NullMarked
package dev.slipway.api.adapter;

import org.jspecify.annotations.NullMarked;
