package dev.slipway.rollout.adapter;

import dev.slipway.observability.ScrapeTarget;
import dev.slipway.observability.ScrapeTargets;
import org.jspecify.annotations.NullUnmarked;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/**
 * Judged releases on the cluster that SLIPWAY_TEST_KUBECONFIG names: what its pods
 * measure is asked for at their addresses, or by the API server's proxy.
 */
@NullUnmarked
@NamedCluster.Only
@RealReleasesTest.With(NamedClusterJudgedTest.Reached.class)
class NamedClusterJudgedTest extends JudgedReleasesTest {

	@Configuration(proxyBeanMethods = false)
	@Import(JudgedReleasesTest.Telemetry.class)
	static class Reached {

		@Bean
		@Primary
		ScrapeTargets reached(@Qualifier("podTargets") ScrapeTargets pods) {
			return () -> pods.current()
				.stream()
				.filter((target) -> target.origin().team().equals(team()))
				.map((target) -> new ScrapeTarget(named().metrics(target.origin().pod(), target.uri()),
						target.origin()))
				.toList();
		}

	}

}
