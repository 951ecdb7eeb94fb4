package dev.slipway.jenkins.adapter;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

/**
 * Where the Jenkins is and who we are there.
 *
 * @param url its address, with the context path, without a slash at the end
 * @param user of the service account
 * @param secret its API token, or its password
 * @param token whether the secret is an API token, which needs no crumb
 * @param caFile certificates in PEM that are trusted besides the usual ones
 * @param connectTimeout for a connection
 * @param readTimeout for a whole answer; deleting a job whose build runs takes 15 s
 */
record JenkinsSettings(URI url, String user, String secret, boolean token, @Nullable Path caFile,
		Duration connectTimeout, Duration readTimeout) {

	JenkinsSettings {
		String text = url.toString();
		if (!text.matches("https?://[^/]+.*")) {
			throw new IllegalArgumentException(
					"slipway.jenkins.url is '" + text + "': it must begin with http:// or https:// and name a host");
		}
		url = URI.create(text.replaceFirst("/+$", ""));
	}

	/** Its address with a path below its root, which begins with a slash. */
	URI at(String path) {
		return URI.create(this.url + path);
	}

	/** The header that says who we are; null for nobody. */
	@Nullable String authorization() {
		if (this.user.isBlank()) {
			return null;
		}
		return "Basic "
				+ Base64.getEncoder().encodeToString((this.user + ":" + this.secret).getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public String toString() {
		return this.url + " as " + this.user;
	}

}
