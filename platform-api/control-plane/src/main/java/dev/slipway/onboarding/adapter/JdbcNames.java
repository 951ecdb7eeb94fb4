package dev.slipway.onboarding.adapter;

import java.util.Optional;
import java.util.function.Predicate;

import dev.slipway.onboarding.Names;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Names in the state's database. A name stays with its last onboarding; the next one
 * takes it over when that is over.
 */
@Repository
class JdbcNames implements Names {

	private final JdbcClient jdbc;

	JdbcNames(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Override
	public boolean claim(String service, String onboarding, Predicate<String> live) {
		Optional<String> holder = holder(service);
		if (holder.isEmpty()) {
			return insert(service, onboarding);
		}
		return holder.get().equals(onboarding)
				|| (!live.test(holder.get()) && replace(service, holder.get(), onboarding));
	}

	private boolean insert(String service, String onboarding) {
		try {
			this.jdbc.sql("INSERT INTO onboarding_name (service, onboarding) VALUES (:service, :onboarding)")
				.param("service", service)
				.param("onboarding", onboarding)
				.update();
			return true;
		}
		catch (DuplicateKeyException ex) {
			return false;
		}
	}

	private boolean replace(String service, String old, String onboarding) {
		return this.jdbc
			.sql("UPDATE onboarding_name SET onboarding = :onboarding WHERE service = :service AND onboarding = :old")
			.param("service", service)
			.param("onboarding", onboarding)
			.param("old", old)
			.update() == 1;
	}

	@Override
	public Optional<String> holder(String service) {
		return this.jdbc.sql("SELECT onboarding FROM onboarding_name WHERE service = :service")
			.param("service", service)
			.query(String.class)
			.optional();
	}

	@Override
	public void release(String service, String onboarding) {
		this.jdbc.sql("DELETE FROM onboarding_name WHERE service = :service AND onboarding = :onboarding")
			.param("service", service)
			.param("onboarding", onboarding)
			.update();
	}

}
