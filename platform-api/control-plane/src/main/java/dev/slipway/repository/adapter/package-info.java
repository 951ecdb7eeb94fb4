/**
 * Repositories by JGit in the state directory, smart HTTP at {@code /git}, the journal of
 * pushes by JDBC, and the wiring. May use repository, access, JGit and Spring.
 */
@NullMarked
package dev.slipway.repository.adapter;

import org.jspecify.annotations.NullMarked;
