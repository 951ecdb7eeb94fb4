/**
 * The annotation of library code that is not transformed. May use the JDK only.
 */
@NullMarked
package com.cloudbees.groovy.cps;

import org.jspecify.annotations.NullMarked;
