package dev.slipway.cluster.images;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ImageReferenceTests {

	@ParameterizedTest
	@CsvSource({ "orders, orders, latest", "shop/orders:7, shop/orders, 7",
			"localhost:5000/shop/orders, shop/orders, latest", "localhost:5000/shop/orders:7, shop/orders, 7",
			"registry.example.com/orders:1.0, orders, 1.0" })
	void readsRepositoryAndTag(String text, String repository, String tag) {
		assertThat(ImageReference.parse(text)).isEqualTo(new ImageReference(repository, tag, null));
	}

	@Test
	void prefersTheDigest() {
		String digest = "sha256:" + "a".repeat(64);
		assertThat(ImageReference.parse("localhost:5000/shop/orders:7@" + digest).selector()).isEqualTo(digest);
	}

	@ParameterizedTest
	@ValueSource(strings = { "../x", "Shop", "a b", "orders@sha256:12", "orders:" })
	void refusesWhatIsNoName(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> ImageReference.parse(text));
	}

}
