package dev.slipway.jenkins;

import java.util.List;

/**
 * What a service's pipeline on the Jenkins should be, and what it is.
 *
 * @param address where people look at it
 * @param kind multibranch pipeline, or plain pipeline
 * @param present whether it is there
 * @param differences from what it should be; empty when all is well
 * @param notes what else there is to know
 */
public record PipelineReport(String address, String kind, boolean present, List<Difference> differences,
		List<String> notes) {

	public PipelineReport {
		differences = List.copyOf(differences);
		notes = List.copyOf(notes);
	}

}
