package dev.slipway.access.adapter;

import java.time.Instant;
import java.util.List;

import javax.sql.DataSource;

import dev.slipway.access.AuditLog;
import dev.slipway.access.AuditLog.Entry;
import dev.slipway.test.Databases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The contract of the audit log, on every database. */
@ParameterizedClass
@EnumSource(Databases.class)
class JdbcAuditLogTest {

	private static final Instant NOON = Instant.parse("2026-01-05T12:00:00.123Z");

	private final AuditLog audit;

	JdbcAuditLogTest(Databases database) {
		DataSource dataSource = database.shared();
		Databases.client(dataSource).sql("DELETE FROM access_audit").update();
		this.audit = new JdbcAuditLog(Databases.client(dataSource));
		append("ann", 1);
		append("bob", 2);
		append("ann", 3);
	}

	@Test
	void tellsTheNewestFirstAndInParts() {
		List<Entry> first = this.audit.list(Long.MAX_VALUE, null, 2);
		assertThat(first).extracting(Entry::path).containsExactly("/api/v1/things/3", "/api/v1/things/2");
		assertThat(this.audit.list(first.get(1).id(), null, 2)).extracting(Entry::path)
			.containsExactly("/api/v1/things/1");
	}

	@Test
	void tellsAllOfAnEntry() {
		Entry newest = this.audit.list(Long.MAX_VALUE, null, 1).get(0);
		assertThat(newest)
			.isEqualTo(new Entry(newest.id(), NOON.plusSeconds(3), "ann", "POST", "/api/v1/things/3", 201));
	}

	@Test
	void tellsWhatOneActorDid() {
		assertThat(this.audit.list(Long.MAX_VALUE, "ann", 10)).extracting(Entry::path)
			.containsExactly("/api/v1/things/3", "/api/v1/things/1");
		assertThat(this.audit.list(Long.MAX_VALUE, "eve' or '1'='1", 10)).isEmpty();
	}

	private void append(String actor, int number) {
		this.audit.append(new Entry(0, NOON.plusSeconds(number), actor, "POST", "/api/v1/things/" + number, 201));
	}

}
