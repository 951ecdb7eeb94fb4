/**
 * What the types of Kubernetes look like: fields, how lists merge, reading of JSON, YAML
 * and protobuf, and the OpenAPI documents. Imports the JDK and Jackson.
 */
@NullMarked
package dev.slipway.cluster.api.schema;

import org.jspecify.annotations.NullMarked;
