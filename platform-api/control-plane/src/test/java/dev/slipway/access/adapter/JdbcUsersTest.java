package dev.slipway.access.adapter;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import dev.slipway.access.Role;
import dev.slipway.access.User;
import dev.slipway.access.Users;
import dev.slipway.test.Databases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The contract of the people who may sign in, on every database. */
@ParameterizedClass
@EnumSource(Databases.class)
class JdbcUsersTest {

	private static final Instant NOON = Instant.parse("2026-01-05T12:00:00.123Z");

	private final Users users;

	JdbcUsersTest(Databases database) {
		DataSource dataSource = database.shared();
		Databases.client(dataSource).sql("DELETE FROM access_user").update();
		this.users = new JdbcUsers(Databases.client(dataSource));
	}

	@Test
	void keepsAPersonWithRoleAndTeams() {
		User ann = new User("ann", Role.DEVELOPER, Set.of("shop", "billing"), NOON);
		User olga = new User("olga", Role.OPERATOR, Set.of(), NOON);
		this.users.save(olga);
		this.users.save(ann);
		assertThat(this.users.find("ann")).contains(ann);
		assertThat(this.users.find("bob")).isEmpty();
		assertThat(this.users.all()).containsExactly(ann, olga);
	}

	@Test
	void changesRoleAndTeamsAndNotTheBeginning() {
		this.users.save(new User("ann", Role.DEVELOPER, Set.of("shop"), NOON));
		this.users.save(new User("ann", Role.VIEWER, Set.of("billing"), NOON.plusSeconds(60)));
		assertThat(this.users.all()).containsExactly(new User("ann", Role.VIEWER, Set.of("billing"), NOON));
	}

	@Test
	void removesOnce() {
		this.users.save(new User("ann", Role.DEVELOPER, Set.of("shop"), NOON));
		assertThat(this.users.remove("ann")).isTrue();
		assertThat(this.users.remove("ann")).isFalse();
		assertThat(this.users.all()).isEmpty();
	}

	@Test
	void oneOfManyWhoSaveTheSameNameAddsIt() {
		List<CompletableFuture<Void>> all = IntStream.range(0, 8)
			.mapToObj((i) -> CompletableFuture
				.runAsync(() -> this.users.save(new User("ann", Role.DEVELOPER, Set.of("team-" + i), NOON))))
			.toList();
		all.forEach(CompletableFuture::join);
		assertThat(this.users.all()).extracting(User::name).containsExactly("ann");
	}

}
