/**
 * Access in the database, and what the first start sets up. May use access, pipeline's
 * and repository's ports for tokens, and Spring JDBC.
 */
@NullMarked
package dev.slipway.access.adapter;

import org.jspecify.annotations.NullMarked;
