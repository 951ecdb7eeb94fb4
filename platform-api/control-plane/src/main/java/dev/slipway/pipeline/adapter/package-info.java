/**
 * The local runner, the builds in the database, and their wiring. May use pipeline,
 * catalog, repository, the live events of api, JDBC and Spring.
 */
@NullMarked
package dev.slipway.pipeline.adapter;

import org.jspecify.annotations.NullMarked;
