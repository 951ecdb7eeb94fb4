/**
 * The child program that runs a Jenkinsfile with the pipeline library, without Jenkins.
 * May use Groovy 2.4 and the JDK; it never sees the platform's classes, only the lines of
 * its protocol.
 */
@NullMarked
package dev.slipway.runner;

import org.jspecify.annotations.NullMarked;
