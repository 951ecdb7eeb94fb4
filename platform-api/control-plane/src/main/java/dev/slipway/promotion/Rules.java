package dev.slipway.promotion;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.slipway.rollout.Admission;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseRequest;
import dev.slipway.rollout.ReleaseStore;
import dev.slipway.strategy.Finding;
import dev.slipway.strategy.Finding.Severity;
import org.jspecify.annotations.Nullable;

/** The rules of environments, as releases are asked about them. */
public final class Rules implements Admission {

	/** A freeze that was ended early is noticed at the latest then. */
	private static final Duration LOOK = Duration.ofSeconds(15);

	private final RuleBook book;

	private final FreezeStore freezes;

	private final WaiverStore waivers;

	private final ReleaseStore releases;

	public Rules(RuleBook book, FreezeStore freezes, WaiverStore waivers, ReleaseStore releases) {
		this.book = book;
		this.freezes = freezes;
		this.waivers = waivers;
		this.releases = releases;
	}

	@Override
	public List<Finding> findings(ReleaseRequest request, Instant now) {
		List<Finding> findings = new ArrayList<>();
		String environment = request.environment();
		boolean waived = request.override() != null;
		frozen(environment, now).ifPresent((frozen) -> findings.add(finding(frozen, waived, now)));
		EnvironmentRules rules = this.book.of(environment);
		if (rules.approvals().count() > 0 && request.promotion() == null && !runs(request)) {
			findings.add(new Finding(waived ? Severity.NOTE : Severity.ERROR, "needs-promotion", "environment",
					"A release to " + environment + " needs that " + rules.approvals().count() + " agree",
					"Ask for a promotion: POST …/environments/" + environment
							+ "/promotions; an operator may override this."));
		}
		String after = rules.after();
		if (after != null && !request.image().isEmpty()) {
			order(request, after, waived).ifPresent(findings::add);
		}
		return findings;
	}

	@Override
	public Hold hold(Release release, Instant now) {
		if (release.draft().rollbackOf() != null) {
			return Hold.FREE;
		}
		Optional<Waiver> waiver = this.waivers.find(release);
		if (waiver.isPresent()) {
			return new Hold(null, null, waiver.get());
		}
		return frozen(release.draft().environment(), now)
			.map((frozen) -> new Hold(frozen.describe(now), again(frozen.until(), now), null))
			.orElse(Hold.FREE);
	}

	@Override
	public void waive(Release release, Waiver waiver, Instant at) {
		this.waivers.add(release, waiver, at);
	}

	private Optional<Frozen> frozen(String environment, Instant now) {
		List<Freeze> all = new ArrayList<>(this.book.of(environment).freezes());
		this.freezes.open(environment, now).stream().map(AdHocFreeze::freeze).forEach(all::add);
		return Frozen.at(now, all);
	}

	private static Duration again(@Nullable Instant until, Instant now) {
		Duration left = (until != null) ? Duration.between(now, until) : LOOK;
		return (left.compareTo(LOOK) < 0) ? left : LOOK;
	}

	private static Finding finding(Frozen frozen, boolean waived, Instant now) {
		String path = "environment";
		String told = frozen.describe(now);
		if (waived) {
			return new Finding(Severity.NOTE, "frozen", path, told + ", which is overridden",
					"Say why, and be careful.");
		}
		return frozen.refuses()
				? new Finding(Severity.ERROR, "frozen", path, told,
						"Wait, or let an operator release with an override. Rollbacks are always allowed.")
				: new Finding(Severity.WARNING, "frozen", path, told + ". The release would wait until then",
						"An operator may override it for this release. Rollbacks are always allowed.");
	}

	/** Whether it is what runs there, with another configuration perhaps. */
	private boolean runs(ReleaseRequest request) {
		return this.releases.stable(request.service(), request.environment())
			.map(Release::draft)
			.filter((draft) -> draft.image().equals(request.image()) && draft.commit().equals(request.commit()))
			.isPresent();
	}

	/** What may be released is what was proven in the environment before. */
	private Optional<Finding> order(ReleaseRequest request, String after, boolean waived) {
		Severity severity = waived ? Severity.NOTE : Severity.ERROR;
		Optional<String> digest = Digest.of(request.image());
		if (digest.isEmpty()) {
			return Optional.of(new Finding(severity, "no-digest", "image",
					"The image has no digest, so nobody can tell whether it succeeded in " + after,
					"Name it with its digest: name@sha256:…"));
		}
		if (Proof.of(this.releases, request.service(), after, digest.get())) {
			return Optional.empty();
		}
		return Optional.of(new Finding(severity, "not-proven", "image",
				"No release of " + digest.get() + " has succeeded in " + after + ", which comes before "
						+ request.environment(),
				"Release it to " + after + " first, then promote it; an operator may override this."));
	}

}
