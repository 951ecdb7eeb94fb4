package dev.slipway.analysis.adapter;

import java.util.List;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator allows webhook gates.
 *
 * @param allowed addresses that may be called, and what is below them
 * @param secrets keys for signing, by the names that strategies use
 */
@ConfigurationProperties("slipway.gates.webhooks")
record WebhookSettings(@DefaultValue List<String> allowed, @DefaultValue Map<String, String> secrets) {

	WebhookSettings {
		allowed = List.copyOf(allowed);
		secrets = Map.copyOf(secrets);
	}

	/** Never shows a secret. */
	@Override
	public String toString() {
		return "WebhookSettings[allowed=" + this.allowed + ", secrets=" + this.secrets.keySet() + "]";
	}

}
