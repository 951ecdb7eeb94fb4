@NullMarked
package dev.slipway.observability;

import org.jspecify.annotations.NullMarked;
