package dev.slipway.environments.adapter;

/**
 * The access of a database administrator.
 *
 * @param url such as {@code jdbc:postgresql://127.0.0.1:15432/postgres}
 * @param username who may create roles and databases
 * @param password of that user
 */
record AdminAccess(String url, String username, String password) {

	/** The same server, another database. */
	String url(String database) {
		int query = this.url.indexOf('?');
		String options = (query >= 0) ? this.url.substring(query) : "";
		String path = (query >= 0) ? this.url.substring(0, query) : this.url;
		return path.substring(0, path.lastIndexOf('/') + 1) + database + options;
	}

}
