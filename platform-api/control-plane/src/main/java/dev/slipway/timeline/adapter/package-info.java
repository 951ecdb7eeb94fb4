/** Wires the timeline over the features that tell. May use timeline and Spring. */
@NullMarked
package dev.slipway.timeline.adapter;

import org.jspecify.annotations.NullMarked;
