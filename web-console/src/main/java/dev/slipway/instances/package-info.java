/**
 * Spring Boot Admin, mounted at {@code /admin/instances} for operators: it knows every
 * running pod that has an actuator, since the platform registers them itself. May use
 * Spring Boot Admin and the list of scrape targets.
 */
@NullMarked
package dev.slipway.instances;

import org.jspecify.annotations.NullMarked;
