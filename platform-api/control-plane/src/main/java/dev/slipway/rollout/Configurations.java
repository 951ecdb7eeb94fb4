package dev.slipway.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.slipway.rollout.Overrides.Change;
import dev.slipway.rollout.ReleaseRequest.StrategyChanges;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a service in an environment, as the console edits it. A change is
 * a release of the same image: it goes by the service's strategy, and one that is taken
 * back takes its configuration with it. So what is in force is what the newest release
 * has that goes forward or is stable; the number of that release is its version.
 */
public final class Configurations {

	private final Releases releases;

	private final Proposals proposals;

	private final Overlay overlay;

	public Configurations(Releases releases, Proposals proposals, Overlay overlay) {
		this.releases = releases;
		this.proposals = proposals;
		this.overlay = overlay;
	}

	/**
	 * What is in force.
	 * @return empty when nothing was released there
	 * @throws UnusableManifests when the repository cannot be read at the release's
	 * commit
	 */
	public Optional<Current> current(String service, String environment) {
		return this.releases.base(service, environment).map(this::current);
	}

	private Current current(Release base) {
		String repository = this.proposals.repository(request(base, Map.of(), "", null));
		Map<String, String> under = this.overlay.values(base.draft().service(),
				this.proposals.uncovered(base, repository));
		Map<String, String> overrides = this.overlay.of(base.draft().service(), base.draft().manifests());
		TreeSet<String> keys = new TreeSet<>(under.keySet());
		keys.addAll(overrides.keySet());
		return new Current(base,
				keys.stream().map((key) -> new Entry(key, under.get(key), overrides.get(key))).toList());
	}

	/** What would become different. */
	public List<Change> preview(Current current, Map<String, String> overrides) {
		return Overrides.changes(current.values(), current.with(overrides));
	}

	/** The release that would make it so, to be asked for or looked at beforehand. */
	public ReleaseRequest request(Current current, Map<String, String> overrides, String by,
			@Nullable String override) {
		return request(current.base(), overrides, by, override).keeping(current.base());
	}

	/**
	 * Releases the configuration.
	 * @throws IllegalStateException when another release came in between
	 * @throws RefusedRelease when the environment's rules are against it
	 */
	public Release change(Current current, ReleaseRequest request) {
		int number = current.base().number();
		return this.releases.request(request, (added) -> {
			Release base = this.releases.base(added.draft().service(), added.draft().environment()).orElse(null);
			if (base == null || base.number() != number) {
				throw new IllegalStateException("Release "
						+ ((base != null) ? Integer.toString(base.number()) : "another") + " came in between");
			}
		});
	}

	/**
	 * The releases that changed what is configured in the console, newest first.
	 * @param limit how many releases are looked at
	 */
	public List<Past> history(String service, String environment, int limit) {
		List<Past> past = new ArrayList<>();
		for (Release release : this.releases.list(service, environment, Integer.MAX_VALUE, limit)) {
			Map<String, String> before = this.releases.before(release)
				.map((one) -> this.overlay.of(service, one.draft().manifests()))
				.orElse(Map.of());
			List<Change> changes = Overrides.changes(before, this.overlay.of(service, release.draft().manifests()));
			if (!changes.isEmpty()) {
				past.add(new Past(release, changes));
			}
		}
		return past;
	}

	private static ReleaseRequest request(Release base, Map<String, String> overrides, String by,
			@Nullable String override) {
		Release.Draft draft = base.draft();
		return new ReleaseRequest(draft.team(), draft.service(), draft.environment(), draft.image(), draft.commit(),
				draft.build(), StrategyChanges.none(), by, override, overrides);
	}

	/**
	 * A key.
	 *
	 * @param key its name
	 * @param repository its value in the repository, or that which was adopted since;
	 * null when it has none there
	 * @param override its value in the console; null when that of the repository counts
	 */
	public record Entry(String key, @Nullable String repository, @Nullable String override) {
	}

	/**
	 * What is in force.
	 *
	 * @param base the release that has it
	 * @param entries in the order of their keys
	 */
	public record Current(Release base, List<Entry> entries) {

		public Current {
			entries = List.copyOf(entries);
		}

		Map<String, String> values() {
			Map<String, String> overrides = new TreeMap<>();
			this.entries.stream()
				.filter((entry) -> entry.override() != null)
				.forEach((entry) -> overrides.put(entry.key(), String.valueOf(entry.override())));
			return with(overrides);
		}

		Map<String, String> with(Map<String, String> overrides) {
			Map<String, String> values = new TreeMap<>();
			this.entries.stream()
				.filter((entry) -> entry.repository() != null)
				.forEach((entry) -> values.put(entry.key(), String.valueOf(entry.repository())));
			values.putAll(overrides);
			return values;
		}

	}

	/**
	 * A release that changed the configuration.
	 *
	 * @param release the release
	 * @param changes of what the console lays over the repository's
	 */
	public record Past(Release release, List<Change> changes) {
	}

}
