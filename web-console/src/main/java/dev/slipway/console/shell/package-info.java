/**
 * What all pages share: layout, who is signed in, errors, formats.
 */
@NullMarked
package dev.slipway.console.shell;

import org.jspecify.annotations.NullMarked;
