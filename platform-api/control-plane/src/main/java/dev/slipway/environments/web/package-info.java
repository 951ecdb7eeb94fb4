/**
 * Environments in the REST API. May use environments, access and Spring Web.
 */
@NullMarked
package dev.slipway.environments.web;

import org.jspecify.annotations.NullMarked;
