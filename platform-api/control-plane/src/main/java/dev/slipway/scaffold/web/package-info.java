/**
 * The REST API of golden templates. May use scaffold, api and access.
 */
@NullMarked
package dev.slipway.scaffold.web;

import org.jspecify.annotations.NullMarked;
