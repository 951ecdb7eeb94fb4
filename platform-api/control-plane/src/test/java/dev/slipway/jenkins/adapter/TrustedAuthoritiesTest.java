package dev.slipway.jenkins.adapter;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.slipway.jenkins.JenkinsTrouble;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A Jenkins whose certificate no usual authority signed. */
@NullUnmarked
class TrustedAuthoritiesTest {

	private static final String PASSWORD = "changeit";

	@TempDir
	Path folder;

	@Test
	void aCertificateIsTrustedThatTheFileHas() throws Exception {
		Path store = this.folder.resolve("server.p12");
		Path authority = this.folder.resolve("ca.pem");
		keytool("-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=jenkins", "-ext", "san=ip:127.0.0.1",
				"-validity", "2", "-storetype", "PKCS12", "-keystore", store.toString());
		keytool("-exportcert", "-rfc", "-alias", "server", "-keystore", store.toString(), "-file",
				authority.toString());
		HttpsServer server = server(store);
		try {
			URI url = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
			JenkinsTrouble trouble = catchThrowableOfType(JenkinsTrouble.class, () -> client(url, null).get("/x"));
			assertThat(trouble.kind()).isEqualTo(JenkinsTrouble.Kind.UNREACHABLE);
			assertThat(trouble.remedy()).contains("slipway.jenkins.ca-file");
			assertThat(trouble.transientFault()).isFalse();
			assertThat(client(url, authority).get("/x").status()).isEqualTo(200);
		}
		finally {
			server.stop(0);
		}
	}

	@Test
	void aFileWithoutCertificatesIsNamed() throws Exception {
		Path empty = Files.createFile(this.folder.resolve("empty.pem"));
		for (Path file : List.of(empty, this.folder.resolve("missing.pem"))) {
			assertThatThrownBy(() -> TrustedAuthorities.with(file)).isInstanceOf(IllegalArgumentException.class)
				.hasMessageContaining(file.toString());
		}
	}

	private static JenkinsClient client(URI url, Path authority) {
		return new JenkinsClient(new JenkinsSettings(url, "admin", "token", true, authority, Duration.ofSeconds(30),
				Duration.ofSeconds(60)), Clock.systemUTC(), (time) -> true);
	}

	private static HttpsServer server(Path store) throws Exception {
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream bytes = Files.newInputStream(store)) {
			keys.load(bytes, PASSWORD.toCharArray());
		}
		KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		managers.init(keys, PASSWORD.toCharArray());
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(managers.getKeyManagers(), null, null);
		HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setHttpsConfigurator(new HttpsConfigurator(context));
		server.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		server.start();
		return server;
	}

	private static void keytool(String... arguments) throws Exception {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
		command.addAll(List.of(arguments));
		command.addAll(List.of("-storepass", PASSWORD));
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
		assertThat(process.exitValue()).isZero();
	}

}
