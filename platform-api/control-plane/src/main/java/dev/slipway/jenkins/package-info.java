/**
 * A Jenkins as the build server: where its things are, how it fails and what to do about
 * it, what the platform makes there and whether that is still so. Decisions only; what
 * speaks HTTP is in the adapter. May use pipeline, repository, catalog, access.
 */
@NullMarked
package dev.slipway.jenkins;

import org.jspecify.annotations.NullMarked;
