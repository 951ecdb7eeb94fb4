package dev.slipway.rollout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import dev.slipway.strategy.Strategy;
import org.jspecify.annotations.NullUnmarked;

/** Releases of one service and environment in memory. */
@NullUnmarked
class FakeStore implements ReleaseStore {

	private final List<Release> releases = new ArrayList<>();

	static Release.Draft draft(int replicas, Strategy strategy) {
		return new Release.Draft("orders", "dev", "shop", "shop/orders@sha256:1", "c0ffee1", 1, replicas, strategy,
				"[]", null, "sam", Instant.EPOCH);
	}

	static Release.Draft scaled(int replicas, Strategy strategy) {
		return new Release.Draft("orders", "dev", "shop", "shop/orders@sha256:1", "c0ffee1", 1, replicas, strategy,
				"[{\"kind\":\"HorizontalPodAutoscaler\"}]", null, "sam", Instant.EPOCH);
	}

	@Override
	public Release add(Release.Draft draft, Consumer<Release> alongside) {
		Release release = new Release(this.releases.size() + 1, draft, null, null);
		this.releases.add(release);
		alongside.accept(release);
		return release;
	}

	@Override
	public void adopt(Release adopted) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Optional<Release> find(String service, String environment, int number) {
		return this.releases.stream().filter((release) -> release.number() == number).findFirst();
	}

	@Override
	public List<Release> list(String service, String environment, int below, int limit) {
		return this.releases.stream()
			.filter((release) -> release.number() < below)
			.sorted(Comparator.comparingInt(Release::number).reversed())
			.limit(limit)
			.toList();
	}

	@Override
	public List<Release> list(String service, Instant until, int limit) {
		return list(service, "dev", Integer.MAX_VALUE, limit);
	}

	@Override
	public List<Integer> open(String service, String environment) {
		return list(service, environment, Integer.MAX_VALUE, 100).stream().map(Release::number).toList();
	}

	@Override
	public Optional<Release> stableBefore(String service, String environment, int number) {
		return list(service, environment, number, 100).stream()
			.filter((release) -> release.outcome() == Outcome.SUCCEEDED)
			.findFirst();
	}

	@Override
	public Set<Integer> builds(String service, int newest) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Optional<Release> stable(String service, String environment) {
		return list(service, environment, Integer.MAX_VALUE, 100).stream()
			.filter((release) -> release.outcome() == Outcome.SUCCEEDED)
			.findFirst();
	}

	@Override
	public boolean succeeded(String service, String environment, String digest) {
		return this.releases.stream()
			.anyMatch((release) -> release.outcome() == Outcome.SUCCEEDED
					&& release.draft().image().endsWith("@" + digest));
	}

	@Override
	public List<Release> find(ReleaseQuery query, int limit) {
		throw new UnsupportedOperationException();
	}

	@Override
	public List<Release> stables() {
		return stable("orders", "dev").stream().toList();
	}

	@Override
	public void end(Release release, Instant at) {
	}

	@Override
	public void point(Release from, Release to, Instant at) {
		throw new UnsupportedOperationException();
	}

	@Override
	public List<BreakGlass.Pointed> pointed(String service, Instant until, int limit) {
		return List.of();
	}

	@Override
	public void rollBack(Release release, String reason) {
		Release known = this.releases.get(release.number() - 1);
		if (known.outcome() == Outcome.SUCCEEDED) {
			this.releases.set(release.number() - 1,
					new Release(known.number(), known.draft(), Outcome.ROLLED_BACK, reason));
		}
	}

	@Override
	public Outcome record(Release release, Outcome outcome, String reason) {
		int index = release.number() - 1;
		Release known = this.releases.get(index);
		if (known.outcome() == null) {
			this.releases.set(index, new Release(known.number(), known.draft(), outcome, reason));
		}
		return this.releases.get(index).outcome();
	}

}
