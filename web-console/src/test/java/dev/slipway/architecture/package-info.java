/**
 * The design's rules about modules, features and files, as tests: here, where every
 * module is on the class path. May use ArchUnit and look at every class and source file.
 */
@NullMarked
package dev.slipway.architecture;

import org.jspecify.annotations.NullMarked;
