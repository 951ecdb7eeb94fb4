package dev.slipway.rollout.web;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.flow.StateCodec;
import dev.slipway.repository.Repositories;
import dev.slipway.rollout.Approval;
import dev.slipway.rollout.Forward;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseJournal;
import dev.slipway.rollout.ReleaseState;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.rollout.Stable;
import dev.slipway.rollout.Wishes.Command;
import dev.slipway.rollout.Wishes.Wish;
import dev.slipway.strategy.GateSpec;
import dev.slipway.strategy.Hold;
import dev.slipway.strategy.Strategy;
import dev.slipway.strategy.Strategy.Canary;
import dev.slipway.strategy.Strategy.CanaryStep;
import dev.slipway.strategy.Terms;
import dev.slipway.test.Api;
import dev.slipway.test.OneRepository;
import dev.slipway.test.RestPlatform;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/**
 * What users want of a live release, by REST over the real stores: release 2 stands still
 * at a stage of its canary. Its first two steps ask people by gates of the same name, the
 * first developers and the second operators; the third asks developers.
 */
@NullUnmarked
class ReleaseCommandsApiTest {

	private static final String RELEASES = "/api/v1/services/orders/environments/dev/releases";

	private static final String RELEASE = RELEASES + "/2";

	private static Actor actor;

	private ConfigurableApplicationContext context;

	private MockMvc mvc;

	private Release release;

	@BeforeEach
	void start(@TempDir Path folder) {
		as(Role.DEVELOPER);
		this.context = new RestPlatform(folder).with(Repositories.class, new OneRepository(4)).start();
		this.mvc = Api.of(() -> actor, this.context.getBean(ReleaseCommandsController.class),
				this.context.getBean(ReleasesController.class));
		Release stable = add(Strategy.defaults());
		this.context.getBean(ReleaseStore.class).record(stable, Outcome.SUCCEEDED, "ok");
		this.release = add(new Canary(List.of(step(25, "developer"), step(50, "operator"), step(75, "developer")),
				Duration.ZERO, Terms.defaults()));
	}

	@AfterEach
	void stop() {
		this.context.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "pause", "resume" })
	void developersHoldAReleaseAndLetItGoOn(String command) throws Exception {
		holding(2);
		as(Role.VIEWER);
		command(command).andExpect(status().isForbidden());
		assertThat(commands()).isEmpty();
		as(Role.DEVELOPER);
		command(command).andExpect(status().isAccepted()).andExpect(header().string("Location", RELEASE));
		assertThat(commands())
			.containsExactly(new Command(Wish.valueOf(command.toUpperCase(Locale.ROOT)), 2, "", "developer"));
	}

	@Test
	void otherTeamsDoNotEvenSeeIt() throws Exception {
		holding(1);
		actor = new Actor("eve", Role.DEVELOPER, Set.of("other"));
		for (String command : List.of("pause", "resume", "skip", "promote", "restart", "gates/approval/approve",
				"gates/approval/refuse")) {
			command(command).andExpect(status().isNotFound());
		}
		assertThat(commands()).isEmpty();
	}

	@Test
	void restartsByDevelopersUnderANewNumber() throws Exception {
		holding(1);
		as(Role.VIEWER);
		command("restart").andExpect(status().isForbidden());
		as(Role.DEVELOPER);
		command("restart").andExpect(status().isAccepted()).andExpect(header().string("Location", RELEASES + "/3"));
	}

	@ParameterizedTest
	@CsvSource({ "1,approve,VIEWER,403", "1,approve,DEVELOPER,202", "1,refuse,VIEWER,403", "1,refuse,DEVELOPER,202",
			"2,approve,DEVELOPER,403", "2,refuse,DEVELOPER,403", "2,approve,OPERATOR,202", "2,refuse,OPERATOR,202" })
	void aGateIsAnsweredByTheRoleOfTheStageWhereItIs(int stage, String answer, Role role, int status) throws Exception {
		holding(stage);
		as(role);
		command("gates/approval/" + answer).andExpect(status().is(status));
		Command expected = new Command(answer.equals("approve") ? Wish.APPROVE : Wish.REFUSE, stage, "approval",
				actor.name());
		assertThat(commands()).isEqualTo((status == 202) ? List.of(expected) : List.of());
	}

	@Test
	void anAnswerOpensNoLaterGateOfTheSameName() throws Exception {
		holding(1);
		command("gates/approval/approve").andExpect(status().isAccepted());
		this.mvc.perform(get(RELEASE))
			.andExpect(jsonPath("$.schedule.stages[0].gates[0].conclusion").value("PASSED"))
			.andExpect(jsonPath("$.schedule.stages[0].gates[0].explanation").value("approved by developer"));
		holding(2);
		this.mvc.perform(get(RELEASE)).andExpect(jsonPath("$.schedule.stages[1].gates[0].conclusion").value("PENDING"));
	}

	/** Stage 0 is where it waits; at the last stage nothing is asked any more. */
	@ParameterizedTest
	@CsvSource({ "1,skip,VIEWER,403", "1,skip,DEVELOPER,202", "2,skip,DEVELOPER,403", "2,skip,OPERATOR,202",
			"3,skip,DEVELOPER,202", "4,skip,DEVELOPER,202", "0,promote,DEVELOPER,403", "0,promote,OPERATOR,202",
			"1,promote,DEVELOPER,403", "1,promote,OPERATOR,202", "2,promote,DEVELOPER,403", "2,promote,ADMIN,202",
			"3,promote,DEVELOPER,202", "3,promote,VIEWER,403" })
	void gatesThatAskPeopleAreLeftOutByThoseWhoMayOpenThem(int stage, String command, Role role, int status)
			throws Exception {
		if (stage == 0) {
			stands(new Forward.Waiting(this.release.plan()));
		}
		else {
			holding(stage);
		}
		as(role);
		command(command).andExpect(status().is(status));
		Command expected = new Command(Wish.valueOf(command.toUpperCase(Locale.ROOT)), stage, "", actor.name());
		assertThat(commands()).isEqualTo((status == 202) ? List.of(expected) : List.of());
	}

	@Test
	void whatAnOperatorHasApprovedADeveloperMaySkip() throws Exception {
		holding(2);
		as(Role.OPERATOR);
		command("gates/approval/approve").andExpect(status().isAccepted());
		as(Role.DEVELOPER);
		command("skip").andExpect(status().isAccepted());
		command("promote").andExpect(status().isAccepted());
	}

	@Test
	void aGateThatDoesNotAskNowIsNotAnswered() throws Exception {
		holding(4);
		as(Role.ADMIN);
		command("gates/approval/approve").andExpect(status().isConflict())
			.andExpect(jsonPath("$.detail").value(containsString("asks at stage 1")));
		command("gates/errors/approve").andExpect(status().isNotFound());
		command("gates/nothing/approve").andExpect(status().isNotFound());
	}

	@ParameterizedTest
	@ValueSource(strings = { "pause", "resume", "skip", "promote", "gates/approval/approve" })
	void oneThatHasEndedIsToldNothing(String command) throws Exception {
		as(Role.ADMIN);
		this.mvc.perform(post(RELEASES + "/1/" + command)).andExpect(status().isConflict());
	}

	private static CanaryStep step(int weight, String role) {
		return new CanaryStep(weight, null, null, 0, Hold.NONE,
				List.of(new GateSpec(Approval.KIND, Approval.KIND, Map.of("role", role)),
						new GateSpec("errors", "metric", Map.of("metric", "errorRatio", "max", "1%"))));
	}

	private Release add(Strategy strategy) {
		return this.context.getBean(ReleaseStore.class)
			.add(new Release.Draft("orders", "dev", "shop", "localhost:5000/shop/orders@sha256:1", "c0ffee1", null, 4,
					strategy, "[]", null, "ada", Instant.now()), (added) -> {
					});
	}

	private void holding(int stage) {
		stands(new Forward.Holding(this.release.plan(), new Stable(1, 4), stage, Instant.now(), null, ""));
	}

	/** As the engine would have left it, but never due, and somebody else's for a day. */
	private void stands(ReleaseState state) {
		JdbcClient jdbc = this.context.getBean(JdbcClient.class);
		OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
		jdbc.sql("DELETE FROM flow WHERE id = :id").param("id", this.release.plan().flowId()).update();
		jdbc.sql(
				"INSERT INTO flow (kind, id, state, version, epoch, desire_version, wake_seq, due_at, ended, failures, "
						+ "lock_owner, lease_until, started_at, updated_at) VALUES ('release', :id, :state, 1, 1, 0, 0, NULL, "
						+ "FALSE, 0, 'nobody', :until, :now, :now)")
			.param("until", now.plusDays(1))
			.param("id", this.release.plan().flowId())
			.param("state", this.context.getBean(StateCodec.class).write(ReleaseState.class, state))
			.param("now", now)
			.update();
	}

	private List<Command> commands() {
		return this.context.getBean(ReleaseJournal.class).commands(this.release);
	}

	private static void as(Role role) {
		actor = new Actor(role.name().toLowerCase(Locale.ROOT), role, Set.of("shop"));
	}

	private ResultActions command(String command) throws Exception {
		return this.mvc.perform(post(RELEASE + "/" + command));
	}

}
