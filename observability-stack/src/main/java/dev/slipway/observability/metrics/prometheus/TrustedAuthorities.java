package dev.slipway.observability.metrics.prometheus;

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
final class TrustedAuthorities {

	private TrustedAuthorities() {
	}

	static SSLContext of(Path pem) {
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
			throw new IllegalArgumentException("slipway.metrics.prometheus.ca-file: " + pem
					+ " cannot be read as certificates in PEM format: " + ex.getMessage(), ex);
		}
	}

}
