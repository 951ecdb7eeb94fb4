package dev.slipway.environments;

import java.util.List;

/**
 * The environments that services are released to, and their preparation for one service.
 */
public interface Environments {

	/**
	 * The configured environments in promotion order, such as dev, staging, prod;
	 * previews of branches are not among them.
	 */
	List<Environment> all();

	/**
	 * Finds one by name, also the preview of a branch.
	 * @throws java.util.NoSuchElementException when there is none; the message lists the
	 * names
	 */
	Environment get(String name);

	/**
	 * Whether the environment's cluster answers; never throws. What was left out because
	 * it did not is made up for by the first release.
	 */
	default boolean answers(Environment environment) {
		return true;
	}

	/**
	 * Makes the team's namespace with its service account, quota, limits and network
	 * policies, as far as they are missing. Idempotent. What others have changed is left
	 * as it is.
	 * @return the namespace's name
	 * @throws IllegalStateException while a namespace of that name is being deleted
	 */
	String ensureNamespace(Environment environment, String team);

	/**
	 * Makes the service's database, role and the Secret {@code <service>-database} with
	 * the keys {@code url} (JDBC), {@code username} and {@code password}. Idempotent; a
	 * repeat keeps the password.
	 */
	void ensureDatabase(Environment environment, String team, String service);

	/**
	 * Removes what was made for the service: database, role, Secret, and the namespace
	 * when Slipway made it and it is empty.
	 */
	void remove(Environment environment, String team, String service);

}
