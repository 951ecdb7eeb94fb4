@NullMarked
package dev.slipway.console;

import org.jspecify.annotations.NullMarked;
