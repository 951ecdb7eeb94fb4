@NullMarked
package dev.slipway.chaos;

import org.jspecify.annotations.NullMarked;
