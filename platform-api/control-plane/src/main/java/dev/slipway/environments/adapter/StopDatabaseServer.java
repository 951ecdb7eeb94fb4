package dev.slipway.environments.adapter;

import java.nio.file.Path;

/**
 * Stops the database server that a killed platform has left running, for
 * {@code ./slipway down} when no platform is there to be asked.
 */
public final class StopDatabaseServer {

	private StopDatabaseServer() {
	}

	/**
	 * Stops it, if it runs.
	 * @param arguments the state directory
	 */
	public static void main(String[] arguments) {
		new PostgresServer(Path.of(arguments[0]).resolve("postgres")).stopServer();
	}

}
