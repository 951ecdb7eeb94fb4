/**
 * Releases on Kubernetes by fabric8, kept by JDBC, woken by watches. May use database,
 * fabric8, Spring and Jackson.
 */
@NullMarked
package dev.slipway.rollout.adapter;

import org.jspecify.annotations.NullMarked;
