package dev.slipway.rollout;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

import dev.slipway.environments.Environment;
import dev.slipway.environments.Environments;
import dev.slipway.repository.Repositories;
import dev.slipway.rollout.Manifests.Checked;
import dev.slipway.rollout.Surroundings.Seen;
import dev.slipway.rollout.Surroundings.Unanswered;
import dev.slipway.strategy.BadStrategy;
import dev.slipway.strategy.Circumstances;
import dev.slipway.strategy.Circumstances.Quota;
import dev.slipway.strategy.Finding;
import dev.slipway.strategy.Finding.Severity;
import dev.slipway.strategy.Forecast;
import dev.slipway.strategy.GateAdvice;
import org.jspecify.annotations.Nullable;

/** Reads what a release would consist of, and says what it would do. Changes nothing. */
public final class Proposals {

	private final Manifests manifests;

	private final Repositories repositories;

	private final Environments environments;

	private final ReleaseStore store;

	private final Surroundings surroundings;

	private final GateAdvice gates;

	private final Demand demand;

	private final Overlay overlay;

	public Proposals(Manifests manifests, Repositories repositories, Environments environments, ReleaseStore store,
			Surroundings surroundings, GateAdvice gates, Demand demand, Overlay overlay) {
		this.manifests = manifests;
		this.repositories = repositories;
		this.environments = environments;
		this.store = store;
		this.surroundings = surroundings;
		this.gates = gates;
		this.demand = demand;
		this.overlay = overlay;
	}

	/**
	 * What a release would do.
	 * @throws UnusableManifests when the repository cannot be released at that commit
	 * @throws BadStrategy saying all that is wrong with the strategy
	 * @throws NoSuchElementException when there is no such environment
	 * @throws Unanswered when the cluster does not answer
	 */
	public Forecast forecast(ReleaseRequest request) {
		Checked checked = read(request);
		Release stable = stable(request);
		return forecast(request, checked, look(request, stable), stable);
	}

	/**
	 * What a release consists of, if it can do what it says. A cluster that does not
	 * answer holds up no release: it waits for that.
	 * @throws RefusedRelease when it cannot
	 */
	Checked accept(ReleaseRequest request) {
		Checked checked = read(request);
		Release stable = stable(request);
		Forecast forecast = forecast(request, checked, lookIfItAnswers(request, stable), stable);
		if (!forecast.errors().isEmpty()) {
			throw new RefusedRelease(forecast.errors());
		}
		return checked;
	}

	/** The objects as they stand in the repository, as a JSON list. */
	String repository(ReleaseRequest request) {
		return read(request.with(Map.of())).objects();
	}

	/**
	 * The objects of a release without what the console configured, but with what was
	 * adopted.
	 * @param repository the objects as they stand in the repository at its commit
	 */
	String uncovered(Release release, String repository) {
		String service = release.draft().service();
		return this.overlay.take(service, release.draft().manifests(), this.overlay.values(service, repository));
	}

	/** What the console configured of a release. */
	Map<String, String> configured(Release release) {
		return this.overlay.of(release.draft().service(), release.draft().manifests());
	}

	/** What a release configures differently than the one before, in words. */
	List<String> changes(Release before, Release after) {
		return this.overlay.changes(before.draft().manifests(), after.draft().manifests());
	}

	/**
	 * An environment that the service can be released to.
	 * @throws NoSuchElementException when there is none of that name
	 * @throws RefusedRelease when it is another service's preview, or is being removed
	 */
	Environment open(String team, String service, String name) {
		Environment environment = this.environments.get(name);
		Environment.Preview preview = environment.preview();
		if (preview != null && (preview.closing() || !environment.serves(team, service))) {
			throw new RefusedRelease(List.of(new Finding(Severity.ERROR, "no-preview", "environment",
					preview.closing() ? "The preview " + name + " is being removed"
							: name + " is no preview of " + service,
					"Ask for a preview: POST /api/v1/services/" + service + "/previews")));
		}
		return environment;
	}

	private Checked read(ReleaseRequest request) {
		Environment environment = open(request.team(), request.service(), request.environment());
		Map<String, byte[]> files = this.repositories.readTree(request.team(), request.service(), request.commit(),
				"deploy");
		byte[] settings = this.repositories.read(request.team(), request.service(), request.commit(), "slipway.yaml")
			.orElse(null);
		Checked checked = (environment.preview() != null)
				? this.manifests.checkPreview(request.service(), environment.settings(), files, settings,
						request.changes())
				: this.manifests.check(request.service(), environment.name(), files, settings, request.changes());
		Map<String, String> overrides = request.overrides();
		Integer keeps = request.keeps();
		if (keeps != null) {
			Release kept = this.store.find(request.service(), request.environment(), keeps).orElseThrow();
			checked = new Checked(uncovered(kept, checked.objects()), kept.draft().replicas(), checked.strategy(),
					checked.traits());
		}
		return (overrides == null) ? checked
				: new Checked(this.overlay.lay(request.service(), checked.objects(), overrides), checked.replicas(),
						checked.strategy(), checked.traits());
	}

	private @Nullable Release stable(ReleaseRequest request) {
		return this.store.stable(request.service(), request.environment()).orElse(null);
	}

	private Seen look(ReleaseRequest request, @Nullable Release stable) {
		return this.surroundings.look(this.environments.get(request.environment()), request.team(), request.service(),
				stable);
	}

	private Seen lookIfItAnswers(ReleaseRequest request, @Nullable Release stable) {
		try {
			return look(request, stable);
		}
		catch (Unanswered ex) {
			return new Seen((stable != null) ? stable.draft().replicas() : 0, 0, List.of(), Map.of());
		}
	}

	private Forecast forecast(ReleaseRequest request, Checked checked, Seen seen, @Nullable Release stable) {
		Traits traits = checked.traits();
		List<Quota> quotas = seen.limits()
			.stream()
			.map((limit) -> quota(limit, traits.perPod(limit.resource(), seen.defaults()), seen.passing()))
			.toList();
		Circumstances circumstances = new Circumstances(request.service(), checked.replicas(), seen.stable(),
				(stable != null) ? this.demand.perSecond(stable) : null, traits.kinds(), traits.ending(),
				traits.autoscaler(), traits.consumers(), quotas, traits.secrets(), traits.sticky());
		return Forecast.of(checked.strategy(), circumstances, this.gates);
	}

	/** A release that is under way makes room before the new one begins. */
	private static Quota quota(Surroundings.Limit limit, @Nullable Long perPod, int passing) {
		long freed = (perPod != null) ? perPod * passing : 0;
		return new Quota(limit.quota(), limit.resource(), limit.hard(), Math.max(0, limit.used() - freed), perPod);
	}

}
