/**
 * The exception that interrupts a step, by its name in Jenkins. May use the JDK only.
 */
@NullMarked
package org.jenkinsci.plugins.workflow.steps;

import org.jspecify.annotations.NullMarked;
