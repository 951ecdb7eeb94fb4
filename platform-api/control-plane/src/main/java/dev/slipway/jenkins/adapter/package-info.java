/**
 * The way to a Jenkins: HTTP, XML, JDBC and the wiring. May use jenkins, pipeline,
 * repository, catalog, access, JDBC and Spring.
 */
@NullMarked
package dev.slipway.jenkins.adapter;

import org.jspecify.annotations.NullMarked;
