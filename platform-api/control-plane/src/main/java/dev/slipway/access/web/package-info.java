/**
 * Who may call what over HTTP: recognising bearers and sessions, the filter chain, and
 * the REST controllers for users, tokens, sign-in links and the audit log. May use
 * access, api and Spring Security.
 */
@NullMarked
package dev.slipway.access.web;

import org.jspecify.annotations.NullMarked;
