package dev.slipway.rollout;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.environments.Environments;
import dev.slipway.repository.Repositories;
import dev.slipway.repository.Repositories.TreeFile;
import dev.slipway.rollout.AdoptableCluster.Candidate;
import dev.slipway.rollout.AdoptableCluster.Running;
import dev.slipway.rollout.Release.Draft;
import dev.slipway.strategy.StrategyReader;

/**
 * Takes over a service that runs without Slipway, as its release 0. Its Deployment keeps
 * its name and its pods; the first release replaces it as any release replaces another.
 */
public final class Adoptions {

	/** What stands for the commit of a release that no repository made. */
	static final String COMMIT = "adopted";

	private static final String SETTINGS = """
			# How this service is released. Blue/green takes the requests away from the old pods before it ends
			# them, which is safe for a service that was not written for it.
			apiVersion: slipway.dev/v1
			kind: Service
			metadata:
			  name: NAME
			spec:
			  strategy:
			    type: blueGreen
			""";

	private final AdoptableCluster cluster;

	private final Environments environments;

	private final ReleaseStore store;

	private final Repositories repositories;

	private final Clock clock;

	public Adoptions(AdoptableCluster cluster, Environments environments, ReleaseStore store, Repositories repositories,
			Clock clock) {
		this.cluster = cluster;
		this.environments = environments;
		this.store = store;
		this.repositories = repositories;
		this.clock = clock;
	}

	/**
	 * What runs in an environment that Slipway did not create, and what it has marked but
	 * not recorded: adopting that again finishes it.
	 * @throws Surroundings.Unanswered when its cluster does not answer
	 */
	public List<Candidate> candidates(String environment) {
		return this.cluster.candidates(this.environments.get(environment))
			.stream()
			.filter((one) -> !one.marked() || this.store.list(one.name(), environment, Integer.MAX_VALUE, 1).isEmpty())
			.toList();
	}

	/**
	 * Writes the manifests of what runs into {@code deploy/<environment>/} of the
	 * service's repository, which is made if there is none, so that the next release
	 * there differs from that in what is changed there only. What the folder holds
	 * already stays; repeating it does nothing.
	 * @return where it is cloned from
	 * @throws IllegalStateException when another repository has that name
	 */
	public String source(String team, String service, String environment, Proposal proposal, String by) {
		Map<String, TreeFile> tree = new LinkedHashMap<>();
		this.cluster.files(proposal.running(), environment)
			.forEach((path, content) -> tree.put(path, new TreeFile(content, false)));
		Map<String, TreeFile> all = new LinkedHashMap<>(tree);
		all.put("slipway.yaml",
				new TreeFile(SETTINGS.replace("NAME", service).getBytes(StandardCharsets.UTF_8), false));
		String message = "Adopt " + service + " as it runs in " + environment;
		this.repositories.create(team, service, all, by, message, "adoption of " + team + "/" + service);
		if (lacksSource(team, service, environment)) {
			this.repositories.add(team, service, tree, by, message);
		}
		return this.repositories.cloneUrl(team, service);
	}

	/** Whether the repository has nothing of the environment's own, or is none. */
	public boolean lacksSource(String team, String service, String environment) {
		return this.repositories.head(team, service, "main")
			.map((head) -> this.repositories.readTree(team, service, head, "deploy/" + environment).isEmpty())
			.orElse(true);
	}

	/** What an adoption would do. Changes nothing. */
	public Proposal propose(String team, String service, String environment) {
		Running running = this.cluster.look(this.environments.get(environment), team, service);
		List<String> obstacles = new ArrayList<>(running.obstacles());
		if (!this.store.list(service, environment, Integer.MAX_VALUE, 1).isEmpty()) {
			obstacles.add("Slipway has releases of " + service + " in " + environment
					+ " already: release the image that is to run");
		}
		return new Proposal(running, steps(service, running), obstacles);
	}

	/**
	 * Adopts it.
	 * @throws IllegalStateException naming each obstacle
	 */
	public Release adopt(String team, String service, String environment, String by) {
		Proposal proposal = propose(team, service, environment);
		if (!proposal.obstacles().isEmpty()) {
			throw new IllegalStateException(String.join("; ", proposal.obstacles()));
		}
		Running running = proposal.running();
		Draft draft = new Draft(service, environment, team, running.image(), COMMIT, null,
				Math.max(1, running.replicas()), StrategyReader.standard().read(Map.of()), running.manifests(), null,
				by, this.clock.instant());
		Release adopted = new Release(0, draft, Outcome.SUCCEEDED, "Adopted as it ran, by " + by);
		// The marks can be set again; the record is what makes it Slipway's.
		this.cluster.mark(adopted);
		this.store.adopt(adopted);
		return adopted;
	}

	private static List<String> steps(String service, Running running) {
		return List.of(
				"Label Deployment " + service
						+ " and its pods as release 0; no template changes, so no pod is restarted",
				"Label Service " + service + " and note its selector; it goes on selecting the same pods",
				"Make Service " + service + "-r0, which selects the pods of release 0 only",
				"Label its autoscaler and disruption budget, if it has them",
				"Record " + running.image() + " with " + running.replicas()
						+ ((running.replicas() == 1) ? " pod" : " pods") + " as the stable release 0",
				"The first release: Service " + service
						+ " selects by Slipway's labels, which the same pods carry, before the first new pod is made; "
						+ "then the strategy moves the requests, and Deployment " + service
						+ " goes to zero and is kept to go back to",
				"Should the first release fail: all requests come back, and Service " + service
						+ " gets the noted selector again");
	}

	/**
	 * What an adoption would do.
	 *
	 * @param running what was found
	 * @param steps in order
	 * @param obstacles why it is impossible; empty when it is not
	 */
	public record Proposal(Running running, List<String> steps, List<String> obstacles) {

		public Proposal {
			steps = List.copyOf(steps);
			obstacles = List.copyOf(obstacles);
		}

	}

}
