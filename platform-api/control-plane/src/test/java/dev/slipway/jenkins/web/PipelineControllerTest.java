package dev.slipway.jenkins.web;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.slipway.access.AccessDenied;
import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.Problem;
import dev.slipway.catalog.Catalog;
import dev.slipway.catalog.Service;
import dev.slipway.jenkins.Difference;
import dev.slipway.jenkins.JenkinsTrouble;
import dev.slipway.jenkins.PipelineReport;
import dev.slipway.jenkins.ProvisionedPipelines;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Who sees and who mends a pipeline, and what a Jenkins that is away means. */
@NullUnmarked
class PipelineControllerTest {

	private static final Actor VIEWER = new Actor("vic", Role.VIEWER, Set.of("shop"));

	private static final Actor DEVELOPER = new Actor("dev", Role.DEVELOPER, Set.of("shop"));

	private static final PipelineReport REPORT = new PipelineReport("http://ci/job/shop/job/orders/",
			"multibranch pipeline", true, List.of(new Difference("disabled", "false", "true")), List.of());

	@Test
	void differencesAreForAllOfTheTeamMendingForDevelopers() {
		PipelineController controller = controller(new Told(null));
		assertThat(controller.get(VIEWER, "orders").differences()).hasSize(1);
		assertThat(controller.restore(DEVELOPER, "orders").present()).isTrue();
		assertThatThrownBy(() -> controller.restore(VIEWER, "orders")).isInstanceOf(AccessDenied.class);
		assertThatThrownBy(() -> controller.get(new Actor("x", Role.DEVELOPER, Set.of("other")), "orders"))
			.isInstanceOf(Problem.class);
	}

	@Test
	void aJenkinsThatIsAwayIsNobodysMistake() {
		PipelineController passing = controller(
				new Told(new JenkinsTrouble(JenkinsTrouble.Kind.STARTING, "It starts", "Wait", true, 503, null)));
		Problem problem = catchThrowableOfType(Problem.class, () -> passing.get(VIEWER, "orders"));
		assertThat(problem.status().value()).isEqualTo(503);
		PipelineController taken = controller(new Told(new IllegalStateException("something else is there")));
		Problem conflict = catchThrowableOfType(Problem.class, () -> taken.restore(DEVELOPER, "orders"));
		assertThat(conflict.status().value()).isEqualTo(409);
	}

	@Test
	void theLocalRunnerHasNothingThatDiffers() {
		assertThat(controller(null).get(VIEWER, "orders").server()).isEqualTo("local runner");
	}

	private static PipelineController controller(ProvisionedPipelines pipelines) {
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		if (pipelines != null) {
			beans.addBean("pipelines", pipelines);
		}
		return new PipelineController(beans.getBeanProvider(ProvisionedPipelines.class), new OneService());
	}

	private record Told(RuntimeException failure) implements ProvisionedPipelines {

		@Override
		public PipelineReport inspect(String team, String service) {
			if (this.failure != null) {
				throw this.failure;
			}
			return REPORT;
		}

		@Override
		public PipelineReport restore(String team, String service) {
			return inspect(team, service);
		}

	}

	private static final class OneService implements Catalog {

		@Override
		public Optional<Service> find(String name) {
			return Optional
				.of(new Service(name, "shop", "", "java", "http://git", "ann", Instant.parse("2026-11-21T12:00:00Z")));
		}

		@Override
		public List<Service> search(String query, String team, String afterName, int limit) {
			return List.of();
		}

		@Override
		public void add(Service service) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void remove(String name) {
			throw new UnsupportedOperationException();
		}

	}

}
