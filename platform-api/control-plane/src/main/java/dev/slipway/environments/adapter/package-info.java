/**
 * Environments on Kubernetes by fabric8, databases on PostgreSQL, and the PostgreSQL that
 * the platform runs itself on one machine. May use fabric8, Spring, JDBC and flow.
 */
@NullMarked
package dev.slipway.environments.adapter;

import org.jspecify.annotations.NullMarked;
