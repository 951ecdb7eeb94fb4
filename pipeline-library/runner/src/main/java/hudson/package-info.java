/**
 * Names of Jenkins that Jenkinsfiles and libraries refer to. May use the JDK only.
 */
@NullMarked
package hudson;

import org.jspecify.annotations.NullMarked;
