package dev.slipway.jenkins;

import org.jspecify.annotations.Nullable;

/**
 * An element that is not as the platform made it.
 *
 * @param element its path below the root of config.xml; a credential, or the item itself
 * @param should what it should be
 * @param is what it is; null when it is missing
 */
public record Difference(String element, String should, @Nullable String is) {
}
