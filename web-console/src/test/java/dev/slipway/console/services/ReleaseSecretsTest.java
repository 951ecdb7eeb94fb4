package dev.slipway.console.services;

import java.util.List;

import dev.slipway.console.services.ReleaseSecrets.Secret;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.ui.ExtendedModelMap;

import static org.assertj.core.api.Assertions.assertThat;

/** The Secrets on the page of a release. */
@NullUnmarked
class ReleaseSecretsTest {

	private static final String PLACE = "/services/orders/environments/dev";

	private static final String RELEASE = PLACE + "/releases/4";

	private final CannedApi api = new CannedApi()
		.answer("/services/orders", "{\"name\":\"orders\",\"team\":\"shop\",\"cloneUrl\":\"http://x\"}")
		.answer("/environments", "{\"items\":[{\"name\":\"dev\"}]}")
		.answer(PLACE, "{\"environment\":\"dev\",\"pods\":[]}")
		.answer(RELEASE, "{\"number\":4,\"status\":\"SUCCEEDED\",\"image\":\"x\",\"commit\":\"c0ffee1\"}");

	private final ReleasePages pages = new ReleasePages(new ServiceFrame());

	private final ExtendedModelMap model = new ExtendedModelMap();

	@Test
	void areAskedForOnceAndNotByALiveRefresh() {
		// Without an answer the API is not to be asked.
		this.pages.one(this.api, this.model, "orders", "dev", 4, "release", "", "");
		assertThat(this.model.getAttribute("secrets")).isEqualTo(List.of());
		this.api.answer(RELEASE + "/secrets",
				"{\"items\":[{\"name\":\"keys\",\"policy\":\"PIN\",\"state\":\"DIFFERS\"}]}");
		this.pages.one(this.api, this.model, "orders", "dev", 4, "", "", "");
		assertThat(this.model.getAttribute("secrets"))
			.isEqualTo(List.of(new Secret("keys", "PIN", null, "DIFFERS", null)));
	}

	@Test
	void whatCameOfARevocationIsTold() {
		this.api.answer(RELEASE + "/secrets/keys/revoke", "{\"releases\":[2,4]}");
		assertThat(this.pages.revoke(this.api, this.model, "orders", "dev", 4, "keys"))
			.isEqualTo("redirect:" + RELEASE + "?revoked=keys&had=2,4");
		assertThat(ReleaseSecrets.told("keys", "2,4"))
			.isEqualTo("The old value of keys was taken out of releases 2, 4.");
		assertThat(ReleaseSecrets.told("keys", "4")).isEqualTo("The old value of keys was taken out of release 4.");
		assertThat(ReleaseSecrets.told("keys", "")).contains("nothing left to do");
		assertThat(ReleaseSecrets.told("", "")).isNull();
		assertThat(ReleaseSecrets.told("keys", "all of them")).isNull();
		assertThat(ReleaseSecrets.told("Call this number", "4")).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "DIFFERS, PIN, true, true, false", "REVOKED, PIN, true, true, true", "MISSING, PIN, false, true, true",
			"MISSING, FOLLOW, false, false, false", "PINNED, PIN, false, false, false",
			"FOLLOWS, FOLLOW, false, false, false" })
	void oneThatMayHaveStoppedHalfWayCanBeRevokedAgain(String state, String policy, boolean whileGoing,
			boolean afterwards, boolean again) {
		Secret secret = new Secret("keys", policy, "keys-r4", state, "");
		assertThat(secret.revocable(true)).isEqualTo(whileGoing);
		assertThat(secret.revocable(false)).isEqualTo(afterwards);
		assertThat(secret.again()).isEqualTo(again);
	}

}
