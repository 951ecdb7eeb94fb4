package dev.slipway.console.platform;

import java.time.Instant;
import java.util.List;

import dev.slipway.console.api.Api;
import dev.slipway.console.api.ApiProblem;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The clusters, what the platform may do there, and what teams use of them. */
@Controller
class ClusterPages {

	@GetMapping("/environments/clusters")
	String list(Api api, Model model) {
		List<Environment> environments = api.items(Environment.class, "/environments");
		model.addAttribute("clusters", api.items(Cluster.class, "/clusters"));
		model.addAttribute("places", environments.stream().map((environment) -> place(api, environment)).toList());
		return "clusters";
	}

	/** A cluster that does not answer was said above; others go on. */
	private static Place place(Api api, Environment environment) {
		if (environment.health() == null || !environment.health().up()) {
			return new Place(environment.name(), local(environment), List.of(), null);
		}
		try {
			return new Place(environment.name(), local(environment),
					api.items(Namespace.class, "/environments/{environment}/namespaces", environment.name()), null);
		}
		catch (ApiProblem ex) {
			return new Place(environment.name(), local(environment), List.of(), String.valueOf(ex.getMessage()));
		}
	}

	private static boolean local(Environment environment) {
		return "local".equals(environment.cluster());
	}

	/** An environment. */
	record Environment(String name, @Nullable String cluster, @Nullable Health health) {
	}

	/** Whether its cluster answers. */
	record Health(boolean up) {
	}

	/** A cluster, and what the platform may do there. */
	record Cluster(String name, List<String> environments, boolean reachable, @Nullable String version,
			@Nullable String message, @Nullable String remedy, @Nullable Instant since, @Nullable String reached,
			@Nullable String address, @Nullable Rights rights) {
	}

	/** What the cluster denies. */
	record Rights(int asked, List<String> missing, @Nullable String message) {
	}

	/** The namespaces of an environment; local is where nothing is isolated. */
	record Place(String environment, boolean local, List<Namespace> namespaces, @Nullable String trouble) {
	}

	/** A namespace of a team. */
	record Namespace(String name, String team, @Nullable String podSecurity, List<Line> quota, List<String> policies,
			List<String> kept) {
	}

	/** What of a quota is used. */
	record Line(String resource, String used, String hard, int percent) {
	}

}
