package dev.slipway.promotion.web;

import java.time.Clock;
import java.util.List;

import dev.slipway.access.Actor;
import dev.slipway.promotion.EnvironmentRules;
import dev.slipway.promotion.Freezes;
import dev.slipway.promotion.Promotions;
import dev.slipway.promotion.web.PromotionViews.LaneView;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.Releases;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The way of a service through the environments. */
@RestController
@Tag(name = "Promotions")
class LaneController {

	private final Promotions promotions;

	private final Freezes freezes;

	private final Releases releases;

	private final PromotionScope scope;

	private final Clock clock;

	LaneController(Promotions promotions, Freezes freezes, Releases releases, PromotionScope scope,
			ObjectProvider<Clock> clock) {
		this.promotions = promotions;
		this.freezes = freezes;
		this.releases = releases;
		this.scope = scope;
		this.clock = clock.getIfUnique(Clock::systemUTC);
	}

	@GetMapping("/api/v1/services/{service}/lane")
	@Operation(summary = "What runs in each environment, in their order, and what can be promoted")
	List<LaneView> lane(Actor actor, @PathVariable String service) {
		this.scope.service(actor, service);
		return this.scope.names().stream().map((environment) -> view(service, environment)).toList();
	}

	private LaneView view(String service, String environment) {
		EnvironmentRules rules = this.promotions.rules(environment);
		return new LaneView(environment, PromotionViews.running(this.releases.stable(service, environment)),
				this.releases.live(service, environment).map(Release::number).orElse(null),
				this.freezes.now(environment).map((frozen) -> frozen.describe(this.clock.instant())).orElse(null),
				this.promotions.before(environment).orElse(null),
				PromotionViews.running(this.promotions.candidate(service, environment)),
				this.promotions.obstacle(service, environment).orElse(null), rules.after() != null,
				rules.approvals().count(), rules.approvals().role(), rules.automatic() != null,
				this.promotions.open(service, environment)
					.stream()
					.map((open) -> PromotionViews.view(open, this.promotions.flow(open).orElse(null),
							this.promotions.answers(open)))
					.toList());
	}

}
