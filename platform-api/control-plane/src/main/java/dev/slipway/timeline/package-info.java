/**
 * What happened to a service, told by all the features that know something of it, in one
 * order of time. May use the JDK only; the features that tell implement its port.
 */
@NullMarked
package dev.slipway.timeline;

import org.jspecify.annotations.NullMarked;
