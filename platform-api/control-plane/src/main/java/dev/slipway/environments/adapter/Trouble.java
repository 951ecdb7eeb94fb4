package dev.slipway.environments.adapter;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.security.cert.CertificateException;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;

/**
 * Why a cluster cannot be used, and what to do about it.
 *
 * @param message what is wrong
 * @param remedy what to do
 */
record Trouble(String message, String remedy) {

	private static final int UNAUTHORIZED = 401;

	private static final int FORBIDDEN = 403;

	/**
	 * Explains a failed call.
	 * @param cluster its name
	 * @param access how it is reached
	 */
	static Trouble of(String cluster, Access access, Throwable failure) {
		String start = "The cluster " + cluster + " ";
		KubernetesClientException answer = find(failure, KubernetesClientException.class);
		if (answer != null && answer.getCode() == UNAUTHORIZED) {
			return new Trouble(start + "does not know the platform: 401 Unauthorized",
					"The token or client certificate of " + access.told() + " has expired or was revoked: "
							+ access.renewal());
		}
		if (answer != null && answer.getCode() == FORBIDDEN) {
			return new Trouble(start + "knows the platform but lets it do nothing: " + said(answer),
					"Give its user the rights in platform-api/deploy/rbac: kubectl apply -k platform-api/deploy/rbac");
		}
		if (answer != null && answer.getCode() > 0) {
			return new Trouble(start + "answers " + answer.getCode() + ": " + said(answer),
					"Look at the log of its API server; the platform tries again by itself.");
		}
		return unreached(start, access, failure);
	}

	private static Trouble unreached(String start, Access access, Throwable failure) {
		String at = access.at();
		if (find(failure, SSLException.class) != null || find(failure, CertificateException.class) != null) {
			return new Trouble(start + "cannot be trusted: the certificate of " + at + " is not from the authority of "
					+ access.told() + " (" + last(failure) + ")", access.authority());
		}
		if (find(failure, UnknownHostException.class) != null
				|| find(failure, java.nio.channels.UnresolvedAddressException.class) != null) {
			return new Trouble(start + "is not found: nobody knows the name in " + at,
					"Mend the server in " + access.told() + ", or the DNS of the platform's machine.");
		}
		if (find(failure, SocketTimeoutException.class) != null || find(failure, HttpTimeoutException.class) != null
				|| find(failure, TimeoutException.class) != null) {
			return new Trouble(start + "does not answer in time at " + at,
					"A firewall or a VPN may be in the way: try curl -k " + at
							+ "/version from the platform's machine.");
		}
		if (find(failure, ConnectException.class) != null || find(failure, NoRouteToHostException.class) != null) {
			return new Trouble(start + "does not answer: nothing listens at " + at,
					"Is it started? Otherwise mend the server in " + access.told() + ".");
		}
		return new Trouble(start + "does not answer: " + last(failure), "Mend " + access.told() + ".");
	}

	/** As text for those who only take a message. */
	String text() {
		return this.message + (this.message.endsWith(".") ? " " : ". ") + this.remedy;
	}

	private static String said(KubernetesClientException answer) {
		return (answer.getStatus() != null && answer.getStatus().getMessage() != null) ? answer.getStatus().getMessage()
				: String.valueOf(answer.getMessage());
	}

	private static String last(Throwable failure) {
		Throwable last = failure;
		while (last.getCause() != null && last.getCause() != last) {
			last = last.getCause();
		}
		return (last.getMessage() != null) ? last.getMessage() : last.getClass().getSimpleName();
	}

	private static <T> @Nullable T find(Throwable failure, Class<T> type) {
		for (Throwable one = failure; one != null; one = one.getCause()) {
			if (type.isInstance(one)) {
				return type.cast(one);
			}
		}
		return null;
	}

}
