package dev.slipway.notification.web;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is shown of a channel's address. */
class NotificationViewsTest {

	@Test
	void showsTheHostAndSaysWhenTheAddressCannotBeOpened() {
		assertThat(NotificationViews.address("https://hooks.example:8443/T0/B0/x"))
			.isEqualTo("https://hooks.example:8443/…");
		assertThat(NotificationViews.address("")).contains("key that the platform does not have")
			.doesNotContain("null");
	}

}
