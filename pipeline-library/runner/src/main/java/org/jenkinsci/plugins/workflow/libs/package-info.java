/**
 * The annotation that a Jenkinsfile asks for a library with. May use the JDK only.
 */
@NullMarked
package org.jenkinsci.plugins.workflow.libs;

import org.jspecify.annotations.NullMarked;
