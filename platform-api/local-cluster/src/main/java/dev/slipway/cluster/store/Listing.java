package dev.slipway.cluster.store;

import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The objects of a resource at one moment, ordered by namespace and name.
 *
 * @param resourceVersion the moment; a watch from here misses nothing
 * @param items the objects, shared with the store: only for reading ({@code deepCopy} one
 * to change it)
 */
public record Listing(long resourceVersion, List<ObjectNode> items) {
}
