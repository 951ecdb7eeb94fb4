package dev.slipway.jenkins.adapter;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

import dev.slipway.jenkins.JenkinsTrouble;
import dev.slipway.jenkins.JenkinsTrouble.Kind;
import dev.slipway.jenkins.Refusals;
import org.jspecify.annotations.Nullable;

/** Says what an answer, or none, means. */
final class Answers {

	private final JenkinsSettings settings;

	private final Refusals refusals;

	Answers(JenkinsSettings settings, Refusals refusals) {
		this.settings = settings;
		this.refusals = refusals;
	}

	/** What is wrong with an answer; null when nothing is. */
	@Nullable JenkinsTrouble judge(String what, int status, Map<String, String> headers, String body, Instant now) {
		if (status == 401) {
			return unauthorized(what, this.refusals.refused(now));
		}
		this.refusals.otherwise();
		if (isLogin(status, headers)) {
			return trouble(Kind.LOGIN_PAGE,
					what + " leads to a page for people to sign in (" + headers.get("Location") + ")",
					"Let " + this.settings.url() + " be reached without the single sign-on of a proxy, and give an "
							+ "API token in slipway.jenkins.token",
					false, status);
		}
		return switch (status) {
			case 403 -> forbidden(what, headers, body);
			case 404 -> isJenkins(headers)
					? trouble(Kind.NOT_FOUND, what + " is not there, or " + this.settings.user() + " may not see it",
							"Look for it on the Jenkins; give the user Job/Read", false, status)
					: notJenkins(what, status, headers);
			case 502,
					504 ->
				trouble(Kind.UNREACHABLE,
						"What stands before Jenkins does not reach it: it answers " + status + " for " + what,
						"See whether Jenkins runs behind it", true, status);
			case 503 -> trouble(Kind.STARTING, "Jenkins starts or restarts: it answers 503 for " + what,
					"Wait; if it lasts, read Jenkins's own log", true, status);
			default ->
				(status >= 500) ? trouble(Kind.FAILED, "Jenkins failed with " + status + " on " + what + loggedAs(body),
						"Read Jenkins's own log", false, status) : rest(what, status, headers);
		};
	}

	private @Nullable JenkinsTrouble rest(String what, int status, Map<String, String> headers) {
		if (status < 400 || status == 400 || status == 409) {
			return null;
		}
		String reason = headers.getOrDefault("X-Error", "no reason given");
		return trouble(Kind.FAILED, "Jenkins refuses " + what + " with " + status + ": " + reason,
				"See whether a proxy changes requests on the way", false, status);
	}

	/** What is wrong with an answer that had to be JSON and is not. */
	JenkinsTrouble notJenkins(String what, int status, Map<String, String> headers) {
		String type = headers.getOrDefault("Content-Type", "nothing known");
		String server = headers.containsKey("Server") ? " (" + headers.get("Server") + ")" : "";
		return trouble(Kind.NOT_JENKINS,
				"No Jenkins answers at " + this.settings.url() + server + ": " + what + " gave " + status + ", " + type,
				"Correct slipway.jenkins.url: the address with its context path, such as https://ci.example.com/jenkins",
				false, status);
	}

	private JenkinsTrouble unauthorized(String what, boolean believed) {
		String message = "Jenkins does not believe the user " + this.settings.user() + " and the "
				+ (this.settings.token() ? "API token" : "password") + ": 401 for " + what
				+ (believed ? "" : "; for moments it says so while it restarts, too");
		return trouble(Kind.UNAUTHORIZED, message, "Make a new API token on " + this.settings.url()
				+ "/me/security and set slipway.jenkins.user and " + "slipway.jenkins.token", !believed, 401);
	}

	private JenkinsTrouble forbidden(String what, Map<String, String> headers, String body) {
		String permission = headers.get("X-Required-Permission");
		if (permission != null) {
			return trouble(Kind.FORBIDDEN,
					"The user " + this.settings.user() + " lacks the permission " + permission + " for " + what,
					"Give the user " + permission + " on the Jenkins", false, 403);
		}
		if (isCrumb(403, body)) {
			return trouble(Kind.FORBIDDEN, "Jenkins takes no crumb of ours for " + what,
					"Set slipway.jenkins.token instead of the password: a token needs no crumb", false, 403);
		}
		if (body.contains("Authentication required")) {
			return trouble(Kind.FORBIDDEN, "Jenkins does not see who asks for " + what,
					"Set slipway.jenkins.user and slipway.jenkins.token, and see that no proxy takes the header "
							+ "Authorization away",
					false, 403);
		}
		return isJenkins(headers)
				? trouble(Kind.FORBIDDEN, "The user " + this.settings.user() + " may not: 403 for " + what,
						"Give the user the permissions that docs/jenkins.md lists", false, 403)
				: notJenkins(what, 403, headers);
	}

	/** What a failure to talk at all means. */
	JenkinsTrouble judge(String what, Throwable failure) {
		this.refusals.otherwise();
		String url = String.valueOf(this.settings.url());
		if (failure instanceof BoundedBody.TooLarge) {
			return new JenkinsTrouble(Kind.FAILED,
					"Jenkins's answer to " + what + " is not taken: " + failure.getMessage(),
					"Tell those who run the platform", false, 0, failure);
		}
		if (failure instanceof SSLException && uncertified(failure)) {
			return new JenkinsTrouble(Kind.UNREACHABLE,
					"The certificate of " + url + " is not trusted: " + failure.getMessage(),
					"Name a file with its CA's certificate in slipway.jenkins.ca-file", false, 0, failure);
		}
		if (unresolved(failure)) {
			return new JenkinsTrouble(Kind.UNREACHABLE, "The host of " + url + " is not known",
					"Correct slipway.jenkins.url, or the name service", true, 0, failure);
		}
		if (failure instanceof HttpConnectTimeoutException || failure instanceof ConnectException) {
			return new JenkinsTrouble(Kind.UNREACHABLE, "Nothing takes connections at " + url,
					"See whether Jenkins runs and slipway.jenkins.url is right", true, 0, failure);
		}
		if (failure instanceof HttpTimeoutException || failure instanceof TimeoutException) {
			return new JenkinsTrouble(Kind.TIMEOUT,
					"Jenkins did not answer " + what + " within " + this.settings.readTimeout().toMillis() + " ms",
					"See what keeps Jenkins busy; " + "slipway.jenkins.read-timeout is the limit", true, 0, failure);
		}
		return new JenkinsTrouble(Kind.UNREACHABLE, "The connection to " + url + " broke off: " + failure.getMessage(),
				"See whether Jenkins restarts", true, 0, failure);
	}

	/** Other faults of TLS are connections that were cut, as by a restart. */
	private static boolean uncertified(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof GeneralSecurityException || cause instanceof SSLPeerUnverifiedException) {
				return true;
			}
		}
		return false;
	}

	/** Whether a request was surely never taken: then it may be sent again. */
	static boolean neverSent(JenkinsTrouble trouble) {
		Throwable cause = trouble.getCause();
		return trouble.status() == 401 || cause instanceof ConnectException
				|| cause instanceof HttpConnectTimeoutException || unresolved(cause);
	}

	static boolean isCrumb(int status, String body) {
		return status == 403 && body.contains("No valid crumb");
	}

	private static boolean unresolved(@Nullable Throwable failure) {
		return failure instanceof UnknownHostException
				|| failure instanceof IOException && failure.getCause() instanceof UnresolvedAddressException;
	}

	/** Jenkins says it in every answer, 404s without a page aside. */
	static boolean isJenkins(Map<String, String> headers) {
		return headers.containsKey("X-Jenkins") || headers.containsKey("X-Content-Type-Options");
	}

	/**
	 * Whether a redirect leads away from Jenkins's own items and queue: whatever the page
	 * is, it is none of Jenkins's answers, and what was asked is not done.
	 */
	private boolean isLogin(int status, Map<String, String> headers) {
		return status >= 300 && status < 400 && status != 304 && !isItem(headers.getOrDefault("Location", ""));
	}

	private boolean isItem(String location) {
		if (location.isEmpty() || location.matches("[./]+")) {
			return true;
		}
		try {
			URI target = URI.create(location).normalize();
			URI own = this.settings.url();
			String path = (target.getRawPath() != null) ? target.getRawPath() : "";
			if (target.getHost() == null) {
				return target.getRawAuthority() == null && below(own, path);
			}
			return path.matches(".*/queue/item/[0-9]+/?")
					|| target.getHost().equalsIgnoreCase(own.getHost()) && below(own, path);
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	/** Jenkins's root is where it leads when a top folder was deleted. */
	private static boolean below(URI own, String path) {
		String context = own.getRawPath();
		if (!path.startsWith(context + "/")) {
			return path.equals(context);
		}
		String rest = path.substring(context.length());
		return rest.equals("/") || rest.startsWith("/job/") || rest.startsWith("/queue/");
	}

	private static String loggedAs(String body) {
		int id = body.indexOf("Logging ID=");
		return (id < 0) ? "" : " (" + body.substring(id, Math.min(body.length(), id + 47)) + ")";
	}

	private static JenkinsTrouble trouble(Kind kind, String message, String remedy, boolean passing, int status) {
		return new JenkinsTrouble(kind, message, remedy, passing, status, null);
	}

}
