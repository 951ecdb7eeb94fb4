package dev.slipway.access;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What is sealed is read only by who has the key. */
class VaultTest {

	private static final String URL = "https://hooks.example.com/T1/B2/verysecret";

	private final byte[] key = Vault.randomKey();

	private final Vault vault = new Vault(List.of(this.key));

	@Test
	void opensWhatItSealed() {
		String sealed = this.vault.seal("channel.url", URL);
		assertThat(sealed).doesNotContain("hooks", "verysecret");
		assertThat(this.vault.open("channel.url", sealed)).contains(URL);
		assertThat(this.vault.open("channel.url", this.vault.seal("channel.url", ""))).contains("");
		assertThat(this.vault.open("channel.url", this.vault.seal("channel.url", "schön ✓"))).contains("schön ✓");
	}

	@Test
	void sealsTheSameTextDifferentlyEachTime() {
		assertThat(this.vault.seal("p", URL)).isNotEqualTo(this.vault.seal("p", URL));
	}

	@Test
	void opensNothingThatWasChangedOrMoved() {
		String sealed = this.vault.seal("channel.url", URL);
		assertThat(this.vault.open("channel.secret", sealed)).isEmpty();
		char last = sealed.charAt(sealed.length() - 4);
		String changed = sealed.substring(0, sealed.length() - 4) + ((last == 'A') ? 'B' : 'A')
				+ sealed.substring(sealed.length() - 3);
		assertThat(this.vault.open("channel.url", changed)).isEmpty();
		assertThat(this.vault.open("channel.url", sealed.substring(0, 40))).isEmpty();
		assertThat(this.vault.open("channel.url", "{aes-gcm:")).isEmpty();
	}

	@Test
	void anOlderKeyOpensAndTheFirstSeals() {
		String old = this.vault.seal("p", URL);
		Vault changed = new Vault(List.of(Vault.randomKey(), this.key));
		assertThat(changed.open("p", old)).contains(URL);
		assertThat(changed.isCurrent(old)).isFalse();
		assertThat(changed.isCurrent(changed.seal("p", URL))).isTrue();
		assertThat(this.vault.open("p", changed.seal("p", URL))).isEmpty();
	}

	@Test
	void readsWhatWasKeptBeforeThereWasAVault() {
		assertThat(this.vault.open("p", URL)).contains(URL);
		assertThat(this.vault.isCurrent(URL)).isFalse();
	}

	@Test
	void aKeyHas32Bytes() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Vault(List.of(new byte[16])))
			.withMessageContaining("32 bytes");
		assertThatIllegalArgumentException().isThrownBy(() -> new Vault(List.of()));
	}

}
