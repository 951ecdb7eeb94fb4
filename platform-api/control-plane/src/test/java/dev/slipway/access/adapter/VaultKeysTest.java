package dev.slipway.access.adapter;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import dev.slipway.access.Vault;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** The keys of the vault, from a file or from the configuration. */
@NullUnmarked
class VaultKeysTest {

	@TempDir
	private Path state;

	@Test
	void makesAFileForItsOwnerAtTheFirstStartAndKeepsIt() throws IOException {
		String sealed = VaultKeys.open(List.of(), this.state.resolve("new")).seal("p", "secret");
		Path file = this.state.resolve("new").resolve(VaultKeys.FILE);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
		assertThat(VaultKeys.open(List.of(), this.state.resolve("new")).open("p", sealed)).contains("secret");
		try (Stream<Path> files = Files.list(this.state.resolve("new"))) {
			assertThat(files).containsExactly(file);
		}
	}

	@Test
	void withoutLinksItIsMadeToo() throws IOException {
		Path file = this.state.resolve(VaultKeys.FILE);
		VaultKeys.linkless(file, key() + "\n");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
		String sealed = VaultKeys.open(List.of(), this.state).seal("p", "secret");
		assertThatExceptionOfType(FileAlreadyExistsException.class)
			.isThrownBy(() -> VaultKeys.linkless(file, key() + "\n"));
		assertThat(VaultKeys.open(List.of(), this.state).open("p", sealed)).contains("secret");
	}

	@Test
	void aNewFirstLineSealsAndTheOldOneStillOpens() throws IOException {
		String old = VaultKeys.open(List.of(), this.state).seal("p", "secret");
		Path file = this.state.resolve(VaultKeys.FILE);
		Files.writeString(file, key() + "\n" + Files.readString(file));
		Vault changed = VaultKeys.open(List.of(), this.state);
		assertThat(changed.open("p", old)).contains("secret");
		assertThat(changed.isCurrent(old)).isFalse();
	}

	@Test
	void configuredKeysComeInsteadOfTheFile() {
		String key = key();
		String sealed = VaultKeys.open(List.of(key), this.state).seal("p", "secret");
		assertThat(this.state.resolve(VaultKeys.FILE)).doesNotExist();
		assertThat(VaultKeys.open(List.of(key()), this.state.resolve("b")).open("p", sealed)).isEmpty();
		assertThat(VaultKeys.open(List.of(key(), key), this.state.resolve("b")).open("p", sealed)).contains("secret");
	}

	@Test
	void saysWhatAKeyHasToBeAndShowsNone() {
		assertThatIllegalStateException().isThrownBy(() -> VaultKeys.open(List.of("hunter2!"), this.state))
			.withMessageContaining("openssl rand -base64 32")
			.withMessageNotContaining("hunter2")
			.withNoCause();
	}

	private static String key() {
		return Base64.getEncoder().encodeToString(Vault.randomKey());
	}

}
