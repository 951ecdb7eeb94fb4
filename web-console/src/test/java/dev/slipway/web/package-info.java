/**
 * The platform's doors, seen from outside by HTTP: who gets in, what is streamed, what is
 * served once. May use the running platform of the tests.
 */
@NullMarked
package dev.slipway.web;

import org.jspecify.annotations.NullMarked;
