/**
 * What became of the pipelines on the Jenkins, as the API tells it. May use jenkins, api,
 * access, catalog.
 */
@NullMarked
package dev.slipway.jenkins.web;

import org.jspecify.annotations.NullMarked;
