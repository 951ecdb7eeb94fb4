package dev.slipway.environments;

/** Databases and roles for services, one each per environment. */
public interface ServiceDatabases {

	/**
	 * Makes the role and its database if they are missing, and sets the password.
	 * Idempotent.
	 * @param name of both
	 * @return the JDBC URL for the service's pods
	 */
	String ensure(Environment environment, String name, String password);

	/** Removes the database and the role; unknown ones are ignored. */
	void remove(Environment environment, String name);

	/** The name of a service's database, such as {@code orders_dev}. */
	static String name(Environment environment, String service) {
		return (service + "_" + environment.name()).replace('-', '_');
	}

}
