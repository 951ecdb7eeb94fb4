package dev.slipway.pipeline;

import java.util.Set;

/** Others need a build: it is not forgotten, however old it is. */
@FunctionalInterface
public interface BuildReferences {

	/** The numbers of the builds of a service that are needed. */
	Set<Integer> needed(String team, String service);

}
