package dev.slipway.platform;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.slipway.SlipwayApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A platform that cannot start says why and what to do, not where in the code. */
@ExtendWith(OutputCaptureExtension.class)
class FailedStartTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	@Test
	void aPortInUse(CapturedOutput output) throws Exception {
		try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			fails(this.folder.resolve("state"), other.getLocalPort());
			assertThat(output).contains("Port " + other.getLocalPort() + " of 127.0.0.1 is in use by another program.",
					"./slipway up --port N");
		}
	}

	@Test
	void aDamagedDatabase(CapturedOutput output) throws Exception {
		Path file = this.folder.resolve("state/db/slipway.mv.db");
		Files.createDirectories(file.getParent());
		Files.writeString(file, "This was a database once. ".repeat(1000));
		fails(this.folder.resolve("state"), 0);
		assertThat(output).contains("The state database " + file + " cannot be read", "put back a copy of it");
		assertThat(file).as("nothing is made worse").hasContent("This was a database once. ".repeat(1000));
	}

	@Test
	void aStateDirectoryThatCannotBeWritten(CapturedOutput output) throws Exception {
		Path file = Files.writeString(this.folder.resolve("file"), "not a folder");
		fails(file.resolve("state"), 0);
		assertThat(output).contains("The state directory " + file.resolve("state") + " cannot be written",
				"--state DIR");
	}

	private static void fails(Path state, int port) {
		assertThatThrownBy(() -> SpringApplication
			.run(SlipwayApplication.class, "--server.port=" + port, "--slipway.state=" + state,
					"--slipway.url=http://localhost")
			.close()).isInstanceOf(Exception.class);
	}

}
