package dev.slipway.jenkins.adapter;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import org.jspecify.annotations.Nullable;

/** The authorities that Java trusts, and those of a file. */
final class TrustedAuthorities {

	private TrustedAuthorities() {
	}

	/**
	 * Trusts the certificates of a file besides the usual ones.
	 * @throws IllegalArgumentException when the file cannot be read or has none
	 */
	static SSLContext with(Path file) {
		try {
			KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
			store.load(null, null);
			add(store, file);
			for (X509Certificate usual : manager(null).getAcceptedIssuers()) {
				store.setCertificateEntry("usual-" + store.size(), usual);
			}
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, new TrustManager[] { manager(store) }, null);
			return context;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalArgumentException(
					"slipway.jenkins.ca-file is '" + file + "': a readable file with certificates in PEM is needed",
					ex);
		}
	}

	private static void add(KeyStore store, Path file) throws IOException, GeneralSecurityException {
		try (InputStream pem = Files.newInputStream(file)) {
			for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
				store.setCertificateEntry("ours-" + store.size(), certificate);
			}
		}
		if (store.size() == 0) {
			throw new IOException("It has no certificate");
		}
	}

	private static X509TrustManager manager(@Nullable KeyStore store) throws GeneralSecurityException {
		TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		factory.init(store);
		for (TrustManager manager : factory.getTrustManagers()) {
			if (manager instanceof X509TrustManager found) {
				return found;
			}
		}
		throw new GeneralSecurityException("Java has no X.509 trust manager");
	}

}
