package dev.slipway.pipeline.adapter;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildServer;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.pipeline.Pipelines;
import dev.slipway.test.Databases;
import dev.slipway.test.NoRepositories;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which pushes are built, and which give an adopted service its pipeline. */
@NullUnmarked
class PushedBuildsTest {

	private static final String COMMIT = "c0ffee".repeat(6) + "c0de";

	private final BuildStore store = PipelineAccess.store(Databases.memory());

	private final List<String> built = new ArrayList<>();

	private final List<String> made = new ArrayList<>();

	private boolean jenkinsfile = true;

	@Test
	void theFirstJenkinsfileGivesAnAdoptedServiceItsPipeline() {
		this.jenkinsfile = false;
		push("adopted", "shop");
		assertThat(this.made).as("it says nowhere how it is built").isEmpty();
		this.jenkinsfile = true;
		push("adopted", "shop");
		push("adopted", "shop");
		assertThat(this.made).containsExactly("shop/orders");
		assertThat(this.built).containsExactly(COMMIT, COMMIT);
	}

	@Test
	void aServiceInTheMakingGetsItsPipelineFromItsOnboarding() {
		push("rest-service", "shop");
		assertThat(this.made).isEmpty();
		assertThat(this.built).isEmpty();
		this.store.addPipeline("shop", "orders");
		push("rest-service", "shop");
		assertThat(this.built).containsExactly(COMMIT);
	}

	@Test
	void aRepositoryOfTheSameNameOfAnotherTeamIsNotTheService() {
		push("adopted", "billing");
		assertThat(this.made).isEmpty();
		assertThat(this.built).isEmpty();
	}

	@Test
	void tagsAreBuiltWhereTheServerDoesNotFindThemItself() {
		pushes("rest-service", true).tagged("shop", "orders", "v1.4.0", COMMIT, "sam");
		assertThat(this.built).as("it has no pipeline yet").isEmpty();
		this.store.addPipeline("shop", "orders");
		pushes("rest-service", false).tagged("shop", "orders", "v1.4.0", COMMIT, "sam");
		pushes("rest-service", true).tagged("billing", "orders", "v1.4.0", COMMIT, "sam");
		assertThat(this.built).isEmpty();
		pushes("rest-service", true).tagged("shop", "orders", "v1.4.0", COMMIT, "sam");
		assertThat(this.built).containsExactly(COMMIT);
	}

	private void push(String template, String team) {
		pushes(template, false).pushed(team, "orders", "main", COMMIT, "sam");
	}

	private PushedBuilds pushes(String template, boolean tags) {
		return new PushedBuilds(server(), this.store, new NoRepositories() {

			@Override
			public Optional<byte[]> read(String team, String name, String commit, String path) {
				return (PushedBuildsTest.this.jenkinsfile && path.equals("Jenkinsfile"))
						? Optional.of("slipwayPipeline()".getBytes()) : Optional.empty();
			}

		}, catalog(template), pipelines(), tags);
	}

	private Pipelines pipelines() {
		return new Pipelines() {

			@Override
			public void ensure(String team, String service) {
				PushedBuildsTest.this.made.add(team + "/" + service);
				PushedBuildsTest.this.store.addPipeline(team, service);
			}

			@Override
			public void remove(String team, String service) {
				throw new UnsupportedOperationException();
			}

		};
	}

	private BuildServer server() {
		return (BuildServer) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { BuildServer.class },
				(self, method, arguments) -> {
					assertThat(method.getName()).isEqualTo("trigger");
					this.built.add(((BuildRequest) arguments[0]).commit());
					return null;
				});
	}

	private static Catalog catalog(String template) {
		Service orders = new Service("orders", "shop", "", template, "", "sam", Instant.EPOCH);
		return (Catalog) Proxy.newProxyInstance(PushedBuildsTest.class.getClassLoader(),
				new Class<?>[] { Catalog.class }, (self, method, arguments) -> {
					assertThat(method.getName()).isEqualTo("find");
					return Optional.of(orders);
				});
	}

}
