package dev.slipway.promotion.web;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;

import com.jayway.jsonpath.JsonPath;
import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.repository.Repositories;
import dev.slipway.rollout.Admission;
import dev.slipway.rollout.Outcome;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseRequest;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.rollout.Releases;
import dev.slipway.strategy.Finding;
import dev.slipway.strategy.Finding.Severity;
import dev.slipway.test.Api;
import dev.slipway.test.OneRepository;
import dev.slipway.test.RestPlatform;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.nullValue;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/** The rules of environments by REST, over the real store; nobody drives the releases. */
@NullUnmarked
class RulesApiTest {

	/** A Saturday. */
	private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

	private static final String DIGEST = "@sha256:" + "a".repeat(64);

	private static final String IMAGE = "localhost:5000/shop/orders" + DIGEST;

	private static final String FREEZES = "/api/v1/environments/dev/freezes";

	private static Actor actor;

	private static final Actor SAM = new Actor("sam", Role.DEVELOPER, Set.of("shop"));

	private static final Actor OLGA = new Actor("olga", Role.OPERATOR, Set.of());

	private ConfigurableApplicationContext context;

	private MockMvc mvc;

	@BeforeEach
	void start(@TempDir Path folder) throws ClassNotFoundException {
		actor = SAM;
		this.context = new RestPlatform(folder).with(Repositories.class, new OneRepository(2))
			.with(Clock.class, Clock.fixed(NOW, ZoneOffset.UTC))
			.scanning("dev.slipway.promotion")
			.start("slipway.environments[0].name=dev", "slipway.environments[1].name=staging",
					"slipway.environments[2].name=prod", "slipway.environments[1].freeze[0].from=Fri 16:00",
					"slipway.environments[1].freeze[0].to=Mon 08:00",
					"slipway.environments[1].freeze[0].zone=Europe/Berlin",
					"slipway.environments[1].freeze[0].reason=Nobody is here",
					"slipway.environments[1].freeze[0].requests=refused", "slipway.environments[2].after=staging",
					"slipway.environments[3].name=vault", "slipway.environments[3].approvals.count=2");
		this.mvc = Api.of(() -> actor, bean("dev.slipway.promotion.web.FreezeController"),
				bean("dev.slipway.rollout.web.ReleasesController"),
				bean("dev.slipway.rollout.web.ReleaseCommandsController"),
				bean("dev.slipway.rollout.web.LintController"));
	}

	@AfterEach
	void stop() {
		this.context.close();
	}

	@Test
	void freezesAnEnvironmentUntilAnOperatorEndsIt() throws Exception {
		freeze("{\"reason\":\"Stocktaking\"}").andExpect(status().isForbidden());
		actor = OLGA;
		freeze("{}").andExpect(status().isUnprocessableContent()).andExpect(jsonPath("$.fields.reason").exists());
		freeze("{\"reason\":\"x\",\"to\":\"2026-11-21T11:00:00Z\"}").andExpect(status().isUnprocessableContent());
		freeze("{\"reason\":\"Stocktaking\"}").andExpect(status().isCreated())
			.andExpect(header().string("Location", FREEZES + "/1"))
			.andExpect(jsonPath("$.state").value("FROZEN"));
		actor = SAM;
		this.mvc.perform(get(FREEZES))
			.andExpect(jsonPath("$.frozen.text").value("Frozen until somebody ends it: Stocktaking"))
			.andExpect(jsonPath("$.made[0].madeBy").value("olga"));
		assertThat(hold(release("dev", ""), "dev")).isEqualTo("Frozen until somebody ends it: Stocktaking");
		post(FREEZES + "/1/end", "").andExpect(status().isForbidden());
		actor = OLGA;
		post(FREEZES + "/1/end", "").andExpect(jsonPath("$.endedBy").value("olga"))
			.andExpect(jsonPath("$.state").value("ENDED"));
		post(FREEZES + "/1/end", "").andExpect(status().isConflict());
		this.mvc.perform(get(FREEZES)).andExpect(jsonPath("$.frozen").value(nullValue()));
		assertThat(hold(1, "dev")).isNull();
	}

	@Test
	void letsAnOperatorOverrideAFreezeForOneRelease() throws Exception {
		actor = OLGA;
		freeze("{\"reason\":\"Stocktaking\"}");
		actor = SAM;
		int number = release("dev", "");
		String override = releases("dev") + "/" + number + "/override";
		post(override, "{\"reason\":\"INC-42\"}").andExpect(status().isForbidden());
		actor = OLGA;
		post(override, "{}").andExpect(status().isUnprocessableContent());
		post(override, "{\"reason\":\"INC-42\"}").andExpect(status().isAccepted());
		assertThat(hold(number, "dev")).isNull();
		int other = release("dev", ",\"override\":\"INC-43\"");
		Admission admission = this.context.getBean(Admission.class);
		assertThat(admission.hold(find("dev", other), NOW).waiver()).isEqualTo(new Admission.Waiver("olga", "INC-43"));
		actor = SAM;
		request("dev", ",\"override\":\"me too\"").andExpect(status().isForbidden());
	}

	@Test
	void refusesWhereTheSettingsSaySo() throws Exception {
		request("staging", "").andExpect(status().isUnprocessableContent())
			.andExpect(jsonPath("$.fields.environment").value("Frozen until Mon 08:00 Europe/Berlin: Nobody is here"));
		ReleaseRequest request = new ReleaseRequest("shop", "orders", "staging", IMAGE, "c0ffee1", null,
				ReleaseRequest.StrategyChanges.none(), "sam");
		assertThat(this.context.getBean(Admission.class).findings(request, NOW)).extracting(Finding::severity)
			.containsExactly(Severity.ERROR);
		actor = OLGA;
		request("staging", ",\"override\":\"INC-42\"").andExpect(status().isAccepted());
	}

	@Test
	void neverHoldsUpARollback() throws Exception {
		int number = release("dev", "");
		ReleaseStore store = this.context.getBean(ReleaseStore.class);
		store.record(find("dev", number), Outcome.SUCCEEDED, "ok");
		actor = OLGA;
		freeze("{\"reason\":\"Stocktaking\",\"refuses\":true}");
		Release back = this.context.getBean(Releases.class).rollback(find("dev", number), "sam");
		assertThat(hold(back.number(), "dev")).isNull();
	}

	@Test
	void releasesOnlyWhatSucceededInTheEnvironmentBefore() throws Exception {
		request("prod", "").andExpect(status().isUnprocessableContent())
			.andExpect(jsonPath("$.fields.image").value(containsString("has succeeded in staging")))
			.andExpect(jsonPath("$.remedy").value(containsString("promote")));
		post(releases("prod"), "{\"image\":\"shop/orders:latest\",\"commit\":\"c0ffee1\"}")
			.andExpect(status().isUnprocessableContent())
			.andExpect(jsonPath("$.fields.image").value(containsString("no digest")));
		actor = OLGA;
		int staged = release("staging", ",\"override\":\"test\"");
		this.context.getBean(ReleaseStore.class).record(find("staging", staged), Outcome.FAILED, "no");
		request("prod", "").andExpect(status().isUnprocessableContent());
		staged = release("staging", ",\"override\":\"test\"");
		this.context.getBean(ReleaseStore.class).record(find("staging", staged), Outcome.SUCCEEDED, "ok");
		actor = SAM;
		request("prod", "").andExpect(status().isAccepted());
	}

	@Test
	void whatWasTakenBackProvesNothing() throws Exception {
		actor = OLGA;
		ReleaseStore store = this.context.getBean(ReleaseStore.class);
		String older = "{\"image\":\"shop/orders@sha256:" + "b".repeat(64)
				+ "\",\"commit\":\"c0ffee1\",\"override\":\"test\"}";
		int first = JsonPath.read(post(releases("staging"), older).andReturn().getResponse().getContentAsString(),
				"$.number");
		store.record(find("staging", first), Outcome.SUCCEEDED, "ok");
		int second = release("staging", ",\"override\":\"test\"");
		store.record(find("staging", second), Outcome.SUCCEEDED, "ok");
		Release back = this.context.getBean(Releases.class).rollback(find("staging", first), "sam");
		actor = SAM;
		request("prod", "").andExpect(status().isAccepted());
		store.record(find("staging", back.number()), Outcome.SUCCEEDED, "back");
		request("prod", "").andExpect(status().isUnprocessableContent())
			.andExpect(jsonPath("$.fields.image").value(containsString("has succeeded in staging")));
	}

	@Test
	void whereSeveralHaveToAgreeNobodyReleasesAlone() throws Exception {
		request("vault", "").andExpect(status().isUnprocessableContent())
			.andExpect(jsonPath("$.fields.environment").value(containsString("needs that 2 agree")))
			.andExpect(jsonPath("$.remedy").value(containsString("promotion")));
		ReleaseRequest request = new ReleaseRequest("shop", "orders", "vault", IMAGE, "c0ffee1", null,
				ReleaseRequest.StrategyChanges.none(), "sam");
		Admission admission = this.context.getBean(Admission.class);
		assertThat(admission.findings(request, NOW)).extracting(Finding::severity).containsExactly(Severity.ERROR);
		assertThat(admission.findings(request.ofPromotion(1), NOW)).isEmpty();
		actor = OLGA;
		int number = release("vault", ",\"override\":\"INC-42\"");
		actor = SAM;
		this.context.getBean(ReleaseStore.class).record(find("vault", number), Outcome.SUCCEEDED, "ok");
		request("vault", "").andExpect(status().isAccepted());
	}

	private Object bean(String type) throws ClassNotFoundException {
		return this.context.getBean(Class.forName(type));
	}

	private Release find(String environment, int number) {
		return this.context.getBean(ReleaseStore.class).find("orders", environment, number).orElseThrow();
	}

	private String hold(int number, String environment) {
		return this.context.getBean(Admission.class).hold(find(environment, number), NOW).reason();
	}

	private int release(String environment, String more) throws Exception {
		return JsonPath.read(request(environment, more).andExpect(status().isAccepted())
			.andReturn()
			.getResponse()
			.getContentAsString(), "$.number");
	}

	private ResultActions request(String environment, String more) throws Exception {
		return post(releases(environment), body(more));
	}

	private static String body(String more) {
		return "{\"image\":\"" + IMAGE + "\",\"commit\":\"c0ffee1\"" + more + "}";
	}

	private static String releases(String environment) {
		return "/api/v1/services/orders/environments/" + environment + "/releases";
	}

	private ResultActions freeze(String body) throws Exception {
		return post(FREEZES, body);
	}

	private ResultActions post(String path, String body) throws Exception {
		return this.mvc.perform(org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post(path)
			.contentType(MediaType.APPLICATION_JSON)
			.content(body));
	}

}
