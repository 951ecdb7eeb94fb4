package dev.slipway.chaos;

import java.time.Instant;

/**
 * An experiment that can be run again and again.
 *
 * @param id its number
 * @param team the team that owns the service
 * @param definition what it does
 * @param createdBy who made it
 * @param createdAt when
 */
public record Experiment(long id, String team, Definition definition, String createdBy, Instant createdAt) {
}
