/**
 * The console's pages, one package an area. Pages read and change the platform only
 * through its REST API ({@code console.api}), so they show nothing that the API cannot
 * give and never lag behind its rules.
 */
@NullMarked
package dev.slipway.console;

import org.jspecify.annotations.NullMarked;
