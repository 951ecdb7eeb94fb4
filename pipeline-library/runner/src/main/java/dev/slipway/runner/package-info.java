@NullMarked
package dev.slipway.runner;

import org.jspecify.annotations.NullMarked;
