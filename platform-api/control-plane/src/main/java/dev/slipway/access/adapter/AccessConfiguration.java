package dev.slipway.access.adapter;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

import dev.slipway.access.AuditLog;
import dev.slipway.access.TokenStore;
import dev.slipway.access.Tokens;
import dev.slipway.access.Users;
import dev.slipway.access.Vault;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires access over the database. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

	@Bean
	Users users(JdbcClient jdbc) {
		return new JdbcUsers(jdbc);
	}

	@Bean
	TokenStore tokenStore(JdbcClient jdbc) {
		return new JdbcTokenStore(jdbc);
	}

	@Bean
	Tokens tokens(TokenStore store, Users users, Clock clock) {
		return new Tokens(store, users, clock);
	}

	@Bean
	AuditLog auditLog(JdbcClient jdbc) {
		return new JdbcAuditLog(jdbc);
	}

	@Bean
	Vault vault(@Value("${slipway.secrets.keys:}") List<String> keys, @Value("${slipway.state}") Path state) {
		return VaultKeys.open(keys, state);
	}

	@Bean
	AdminToken adminToken(@Value("${slipway.state}") Path state, Users users, Tokens tokens, Clock clock) {
		return new AdminToken(state, users, tokens, clock);
	}

}
