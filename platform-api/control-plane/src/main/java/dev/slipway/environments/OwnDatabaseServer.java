package dev.slipway.environments;

/** The database server that the platform runs itself for services of this machine. */
public interface OwnDatabaseServer {

	/**
	 * Stops it, if it runs: for when the pods are stopped with the platform. Otherwise it
	 * goes on, and the next start adopts it.
	 */
	void stopServer();

}
