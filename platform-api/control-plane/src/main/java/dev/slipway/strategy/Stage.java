package dev.slipway.strategy;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where a release stands for a while: pods, requests, and what has to hold before it goes
 * on.
 *
 * @param number counts from 1
 * @param candidate the candidate's pods
 * @param stable the stable release's pods
 * @param weight the candidate's share of the requests in percent; the stable release has
 * the rest
 * @param header requests with it go to the candidate whatever the weight
 * @param mirror the share of requests that the candidate gets a copy of, in percent
 * @param hold how long it lasts at least
 * @param gates that it has to pass
 */
public record Stage(int number, int candidate, int stable, int weight, @Nullable HeaderMatch header, int mirror,
		Hold hold, List<GateSpec> gates) {

	public Stage {
		gates = List.copyOf(gates);
	}

}
