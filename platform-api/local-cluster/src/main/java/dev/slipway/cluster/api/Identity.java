package dev.slipway.cluster.api;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Who the server is: its CA, its certificate for this machine, and the administrator's
 * token; made at the first start and kept, readable by the owner only. The CA's key is
 * not kept: nothing else is ever signed.
 */
final class Identity {

	private static final Duration LIFE = Duration.ofDays(3650);

	private final Path directory;

	Identity(Path directory) {
		this.directory = directory;
	}

	/** Makes what is missing. */
	void ensure(Instant now) throws IOException {
		Files.createDirectories(this.directory);
		restrict(this.directory, "rwx------");
		if (Files.notExists(serverKey())) {
			certify(now);
		}
		if (Files.notExists(this.directory.resolve("token"))) {
			byte[] random = new byte[32];
			new SecureRandom().nextBytes(random);
			write("token", Base64.getUrlEncoder().withoutPadding().encodeToString(random));
		}
	}

	Path caCertificate() {
		return this.directory.resolve("ca.crt");
	}

	Path serverCertificate() {
		return this.directory.resolve("server.crt");
	}

	Path serverKey() {
		return this.directory.resolve("server.key");
	}

	String token() throws IOException {
		return Files.readString(this.directory.resolve("token")).trim();
	}

	/** The port of the last start, 0 for none. */
	int lastPort() throws IOException {
		Path file = this.directory.resolve("port");
		return Files.exists(file) ? Integer.parseInt(Files.readString(file).trim()) : 0;
	}

	void rememberPort(int port) throws IOException {
		write("port", Integer.toString(port));
	}

	private void certify(Instant now) throws IOException {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
			generator.initialize(new ECGenParameterSpec("secp256r1"));
			KeyPair ca = generator.generateKeyPair();
			KeyPair server = generator.generateKeyPair();
			X500Name issuer = new X500Name("CN=slipway-local-cluster-ca");
			X509Certificate caCertificate = sign(issuer, issuer, ca, ca, now, true);
			X509Certificate certificate = sign(issuer, new X500Name("CN=slipway-local-cluster"), server, ca, now,
					false);
			write("ca.crt", pem(caCertificate));
			write("server.crt", pem(certificate) + pem(caCertificate));
			write("server.key", pem(new JcaPKCS8Generator(server.getPrivate(), null).generate()));
		}
		catch (GeneralSecurityException | OperatorCreationException ex) {
			throw new IOException("cannot make certificates: this JDK lacks EC keys", ex);
		}
	}

	private static X509Certificate sign(X500Name issuer, X500Name subject, KeyPair keys, KeyPair signer, Instant now,
			boolean authority) throws CertIOException, GeneralSecurityException, OperatorCreationException {
		JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(issuer,
				new BigInteger(120, new SecureRandom()), Date.from(now.minus(Duration.ofDays(1))),
				Date.from(now.plus(LIFE)), subject, keys.getPublic());
		builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
		if (authority) {
			builder.addExtension(Extension.keyUsage, true,
					new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign | KeyUsage.digitalSignature));
		}
		else {
			builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
			builder.addExtension(Extension.extendedKeyUsage, false,
					new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
			builder.addExtension(Extension.subjectAlternativeName, false,
					new GeneralNames(new GeneralName[] { new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
							new GeneralName(GeneralName.dNSName, "localhost"),
							new GeneralName(GeneralName.dNSName, "kubernetes.default.svc") }));
		}
		return new JcaX509CertificateConverter()
			.getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
	}

	private static String pem(Object object) throws IOException {
		StringWriter text = new StringWriter();
		try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
			writer.writeObject(object);
		}
		return text.toString();
	}

	private void write(String name, String content) throws IOException {
		Path fresh = this.directory.resolve(name + ".new");
		Files.writeString(fresh, "");
		restrict(fresh, "rw-------");
		Files.writeString(fresh, content, StandardCharsets.UTF_8);
		Files.move(fresh, this.directory.resolve(name), StandardCopyOption.REPLACE_EXISTING,
				StandardCopyOption.ATOMIC_MOVE);
	}

	private static void restrict(Path path, String permissions) throws IOException {
		if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
			Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
		}
	}

}
