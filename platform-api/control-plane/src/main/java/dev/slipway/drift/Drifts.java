package dev.slipway.drift;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.slipway.drift.Drift.Ending;
import dev.slipway.rollout.BreakGlass;
import dev.slipway.rollout.LiveObjects;
import dev.slipway.rollout.LiveObjects.LiveObject;
import dev.slipway.rollout.RefusedRelease;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseCluster.Fence;
import dev.slipway.rollout.ReleaseEdits;
import dev.slipway.rollout.Releases;

/**
 * Sees what somebody else changed of a promoted release, and does about it what is
 * configured. While a release is live it does nothing: the objects are the engine's then.
 */
public final class Drifts {

	/** Who acts when a policy does. */
	private static final String ITSELF = "slipway";

	private static final String AS_RELEASE = " as release ";

	private static final String AS_POLICY = ITSELF + AS_RELEASE;

	private static final int LOOKED_BACK = 1000;

	private final DriftStore store;

	private final BreakGlass glass;

	private final LiveObjects objects;

	private final ReleaseEdits edits;

	private final Releases releases;

	private final Policy usual;

	private final Clock clock;

	/**
	 * @param usual the policy where none is set
	 */
	public Drifts(DriftStore store, BreakGlass glass, LiveObjects objects, ReleaseEdits edits, Releases releases,
			Policy usual, Clock clock) {
		this.store = store;
		this.glass = glass;
		this.objects = objects;
		this.edits = edits;
		this.releases = releases;
		this.usual = usual;
		this.clock = clock;
	}

	/** The policy that holds. */
	public Policy policy(String service, String environment) {
		Policy set = this.store.policy(service, environment);
		return (set != null) ? set : this.usual;
	}

	/** Sets it. */
	public void set(String service, String environment, Policy policy, String by) {
		this.store.set(service, environment, policy, by, this.clock.instant());
	}

	/** What differs, as it was seen last. */
	public List<Drift> open(String service, String environment) {
		return this.store.open(service, environment);
	}

	/** What differed, newest first. */
	public List<Drift> history(String service, Instant until, int limit) {
		return this.store.list(service, until, limit);
	}

	/**
	 * Looks at a service and environment, and does what its policy says.
	 * @throws RefusedRelease when the environment's rules are against adopting
	 */
	public List<Drift> check(String service, String environment) {
		List<Drift> open = look(service, environment);
		if (!open.isEmpty()) {
			switch (policy(service, environment)) {
				case SHOW -> {
				}
				case RESTORE -> restore(service, environment, ITSELF);
				case ADOPT -> {
					if (Adopted.anyNew(open, this.store.list(service, this.clock.instant(), LOOKED_BACK), AS_POLICY)) {
						adopt(service, environment, ITSELF);
					}
				}
			}
		}
		return open;
	}

	/** Looks, and keeps what is seen. Changes nothing in the cluster. */
	public List<Drift> look(String service, String environment) {
		// What was done to break the glass is no drift.
		this.glass.recognise(service, environment);
		Optional<Release> resting = resting(service, environment);
		if (resting.isPresent()) {
			List<Difference> seen = compare(resting.get());
			// What a release that began meanwhile changed is no drift.
			if (resting(service, environment).equals(resting)) {
				keep(resting.get(), seen);
			}
		}
		return this.store.open(service, environment);
	}

	/**
	 * Puts back what differs.
	 * @throws IllegalStateException when a release is live
	 */
	public void restore(String service, String environment, String by) {
		// A release that begins from here on is a later writer.
		Fence fence = this.releases.atRest(service, environment);
		Release release = required(service, environment);
		Set<String> put = new HashSet<>();
		for (LiveObject object : this.objects.look(release)) {
			List<Difference> differences = Comparison.of(object);
			if (!differences.isEmpty()) {
				this.objects.restore(release, object, fence);
				differences.forEach((one) -> put.add(one.field()));
			}
		}
		end(service, environment, put, Ending.RESTORED, by);
	}

	/**
	 * Makes a release of what was changed, so that it is wanted from then on.
	 * @return the release
	 * @throws IllegalStateException when a release is live, or nothing can be adopted
	 * @throws RefusedRelease when the environment's rules are against it
	 */
	public Release adopt(String service, String environment, String by) {
		Release release = required(service, environment);
		List<Difference> differences = compare(release).stream().filter(Adopted::possible).toList();
		if (differences.isEmpty()) {
			throw new IllegalStateException("Nothing that differs can be released: put it back");
		}
		Map<LiveObject, List<Difference>> byObject = new LinkedHashMap<>();
		for (LiveObject object : this.objects.look(release)) {
			byObject.put(object, Comparison.of(object).stream().filter(Adopted::possible).toList());
		}
		Release adopting = this.releases.adopt(this.edits.apply(release.draft(), Adopted.changes(release, byObject)),
				by);
		end(service, environment, differences.stream().map(Difference::field).collect(Collectors.toSet()),
				Ending.ADOPTED, by + AS_RELEASE + adopting.number());
		return adopting;
	}

	private void end(String service, String environment, Set<String> fields, Ending ending, String by) {
		this.store.open(service, environment)
			.stream()
			.filter((drift) -> fields.contains(drift.difference().field()))
			.forEach((drift) -> this.store.end(drift, ending, by, this.clock.instant()));
	}

	private void keep(Release release, List<Difference> seen) {
		String service = release.draft().service();
		String environment = release.draft().environment();
		List<Drift> open = new ArrayList<>(this.store.open(service, environment));
		Set<String> known = new HashSet<>();
		for (Drift drift : open) {
			boolean there = drift.release() == release.number() && seen.stream()
				.anyMatch((one) -> one.field().equals(drift.difference().field())
						&& String.valueOf(one.found()).equals(String.valueOf(drift.difference().found())));
			if (there) {
				known.add(drift.difference().field());
			}
			else {
				this.store.end(drift, Ending.GONE, ITSELF, this.clock.instant());
			}
		}
		seen.stream()
			.filter((one) -> !known.contains(one.field()))
			.forEach((one) -> this.store.add(service, environment, release.number(), one, this.clock.instant()));
	}

	private List<Difference> compare(Release release) {
		return this.objects.look(release).stream().flatMap((object) -> Comparison.of(object).stream()).toList();
	}

	private Release required(String service, String environment) {
		return resting(service, environment).orElseThrow(() -> new IllegalStateException(
				"No release of " + service + " is at rest in " + environment + ": wait until the live one has ended"));
	}

	/**
	 * The stable release while no release is live; what was adopted has no wishes yet.
	 */
	private Optional<Release> resting(String service, String environment) {
		return this.releases.live(service, environment).isPresent() ? Optional.empty()
				: this.releases.stable(service, environment).filter((release) -> release.number() > 0);
	}

}
