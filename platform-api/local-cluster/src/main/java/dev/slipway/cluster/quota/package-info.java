/**
 * What a namespace may use: defaults of LimitRanges and the accounts of ResourceQuotas.
 * Used by the API server and the controllers where a pod is made. May use objects and
 * store.
 */
@NullMarked
package dev.slipway.cluster.quota;

import org.jspecify.annotations.NullMarked;
