package dev.slipway.jenkins;

/** Where the pipelines of services are on Jenkins. */
public interface Places {

	/** The pipeline of a service. */
	JenkinsPath pipeline(String team, String service);

	/** The job that builds a branch. */
	default JenkinsPath job(String team, String service, String branch) {
		return pipeline(team, service).branch(branch);
	}

}
