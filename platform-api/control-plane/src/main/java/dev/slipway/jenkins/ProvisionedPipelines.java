package dev.slipway.jenkins;

/** The pipelines that the platform made on a Jenkins, and what became of them. */
public interface ProvisionedPipelines {

	/**
	 * Compares a service's pipeline with what it should be.
	 * @throws JenkinsTrouble when the Jenkins does not tell
	 */
	PipelineReport inspect(String team, String service);

	/**
	 * Makes it what it should be: what is missing anew, what differs as it was made; what
	 * others added stays.
	 * @throws JenkinsTrouble when the Jenkins does not do it
	 * @throws IllegalStateException when something that is not ours has its name
	 */
	PipelineReport restore(String team, String service);

}
