package dev.slipway.strategy;

/**
 * A Secret that a service has to do with.
 *
 * @param name as its pods refer to it
 * @param policy as {@code slipway.yaml} says, or by default
 * @param said whether {@code slipway.yaml} names it
 * @param ofRelease whether it is part of {@code deploy/}: such a one is made anew for
 * each release, whatever its policy
 * @param referred whether a pod refers to it
 */
public record SecretUse(String name, SecretPolicy policy, boolean said, boolean ofRelease, boolean referred) {
}
