/**
 * The catalog in the state's database. May use catalog and Spring JDBC.
 */
@NullMarked
package dev.slipway.catalog.adapter;

import org.jspecify.annotations.NullMarked;
