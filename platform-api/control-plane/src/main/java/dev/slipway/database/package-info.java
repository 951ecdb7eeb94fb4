/**
 * Where the platform keeps its state: an H2 file below {@code slipway.state}, or the
 * PostgreSQL of {@code spring.datasource.url}. May use Spring and JDBC.
 */
@NullMarked
package dev.slipway.database;

import org.jspecify.annotations.NullMarked;
