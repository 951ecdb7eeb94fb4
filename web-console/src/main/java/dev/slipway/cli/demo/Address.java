package dev.slipway.cli.demo;

import java.io.IOException;
import java.net.URI;

/** Where a service answers. */
record Address(String host, int port) {

	static Address of(String url) {
		URI uri = URI.create(url);
		return new Address(uri.getHost(), (uri.getPort() > 0) ? uri.getPort() : 80);
	}

	/** One GET on a connection of its own. */
	Connection.Answer get(String path) throws IOException {
		try (Connection connection = Connection.open(this.host, this.port)) {
			return connection.get(path, false);
		}
	}

	String url() {
		return "http://" + this.host + ":" + this.port;
	}

}
