/**
 * Reading and writing parts of Kubernetes objects as JSON trees: metadata, owners, label
 * selectors, conditions, quantities, events. Uses Jackson and the store.
 */
@NullMarked
package dev.slipway.cluster.objects;

import org.jspecify.annotations.NullMarked;
