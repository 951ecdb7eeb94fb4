package dev.slipway.observability.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Trust in the authorities of a PEM file, and in no others. */
public final class TrustedAuthorities {

	private TrustedAuthorities() {
	}

	/**
	 * Reads them.
	 * @param pem the file
	 * @param property the property that names it
	 * @throws IllegalArgumentException when it cannot be read
	 */
	public static SSLContext of(Path pem, String property) {
		try (InputStream file = Files.newInputStream(pem)) {
			KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
			store.load(null, null);
			int number = 0;
			for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
				store.setCertificateEntry("authority-" + number++, authority);
			}
			if (number == 0) {
				throw new IllegalArgumentException("it holds no certificate");
			}
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init(store);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, trust.getTrustManagers(), null);
			return context;
		}
		catch (IOException | GeneralSecurityException | IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					property + ": " + pem + " cannot be read as certificates in PEM format: " + ex.getMessage(), ex);
		}
	}

}
