/**
 * The git repositories of services, and pushes to them. May use access.
 */
@NullMarked
package dev.slipway.repository;

import org.jspecify.annotations.NullMarked;
