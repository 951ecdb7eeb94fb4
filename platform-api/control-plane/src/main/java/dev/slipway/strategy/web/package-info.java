/**
 * Strategies in the REST API: their schema. May use strategy, api and Spring Web.
 */
@NullMarked
package dev.slipway.strategy.web;

import org.jspecify.annotations.NullMarked;
