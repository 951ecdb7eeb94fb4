package dev.slipway.pipeline.adapter;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import dev.slipway.pipeline.BuildArtifact;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What a build keeps is read, and nothing else of this machine. */
class KeptFilesTest {

	@SuppressWarnings("NullAway.Init")
	@TempDir
	private Path folder;

	@SuppressWarnings("NullAway.Init")
	private Path kept;

	@BeforeEach
	void keep() throws Exception {
		this.kept = Files.createDirectories(this.folder.resolve("artifacts"));
		Files.createDirectories(this.kept.resolve("target"));
		Files.writeString(this.kept.resolve("target/app.jar"), "jar");
		Files.writeString(this.kept.resolve("a b&ü.txt"), "");
		Files.writeString(this.folder.resolve("secret"), "secret");
		Files.createSymbolicLink(this.kept.resolve("link"), this.folder.resolve("secret"));
	}

	@Test
	void listsFilesByPath() throws Exception {
		assertThat(KeptFiles.list(this.kept)).containsExactly(new BuildArtifact("a b&ü.txt", 0),
				new BuildArtifact("target/app.jar", 3));
		assertThat(KeptFiles.list(this.folder.resolve("missing"))).isEmpty();
	}

	@Test
	void opensAFile() throws Exception {
		try (InputStream content = KeptFiles.open(this.kept, "target/app.jar")) {
			assertThat(content).hasContent("jar");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "../secret", "link", "target", "", "/etc/passwd", "target/../../secret", "no\0name" })
	void opensNothingElse(String path) {
		assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> KeptFiles.open(this.kept, path));
	}

}
