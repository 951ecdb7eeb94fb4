/**
 * The local runner, the builds in the database, and their wiring. May use pipeline,
 * access, catalog, repository, JDBC and Spring.
 */
@NullMarked
package dev.slipway.pipeline.adapter;

import org.jspecify.annotations.NullMarked;
