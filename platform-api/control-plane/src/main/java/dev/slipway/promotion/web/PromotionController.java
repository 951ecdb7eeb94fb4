package dev.slipway.promotion.web;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.NumberedPages;
import dev.slipway.api.Page;
import dev.slipway.api.Problem;
import dev.slipway.catalog.Service;
import dev.slipway.promotion.Promotion;
import dev.slipway.promotion.Promotions;
import dev.slipway.promotion.web.PromotionViews.PromotionDetail;
import dev.slipway.promotion.web.PromotionViews.PromotionView;
import dev.slipway.repository.Repositories;
import dev.slipway.repository.Repositories.Commit;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.ReleaseStore;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Promotions of a service to an environment. */
@RestController
@RequestMapping("/api/v1/services/{service}/environments/{environment}/promotions")
@Tag(name = "Promotions")
class PromotionController {

	/** Commits that are looked through for the one that runs. */
	private static final int LOOKED_BACK = 200;

	private static final int LONGEST = 500;

	private final Promotions promotions;

	private final ReleaseStore releases;

	private final Repositories repositories;

	private final PromotionScope scope;

	PromotionController(Promotions promotions, ReleaseStore releases, Repositories repositories, PromotionScope scope) {
		this.promotions = promotions;
		this.releases = releases;
		this.repositories = repositories;
		this.scope = scope;
	}

	@PostMapping
	@Operation(summary = "Asks to release what runs in the environment before",
			description = "The same digest, commit and build as the stable release there. It waits until enough people "
					+ "approved, then it becomes a release. With an image it is refused when another one runs there.")
	ResponseEntity<PromotionView> request(Actor actor, @PathVariable String service, @PathVariable String environment,
			@RequestBody(required = false) @Nullable RequestedBody body) {
		Service found = this.scope.service(actor, service);
		this.scope.environment(environment);
		actor.require(Role.DEVELOPER, found.team());
		try {
			return accepted(
					this.promotions.request(service, environment, (body != null) ? body.image() : null, actor.name()));
		}
		catch (IllegalStateException ex) {
			throw Problem.conflict(String.valueOf(ex.getMessage()))
				.remedy("See GET /api/v1/services/" + service + "/lane");
		}
	}

	@GetMapping
	@Operation(summary = "The promotions, newest first")
	Page<PromotionView> list(Actor actor, @PathVariable String service, @PathVariable String environment,
			@RequestParam(defaultValue = "20") int limit, @RequestParam(required = false) @Nullable String cursor) {
		this.scope.service(actor, service);
		this.scope.environment(environment);
		NumberedPages pages = NumberedPages.of(limit, cursor);
		return pages.page(this.promotions.list(service, environment, pages.below(), pages.enough()), this::view,
				Promotion::number);
	}

	@GetMapping("/{number}")
	@Operation(summary = "One promotion with what it would change, who said what, and its history")
	PromotionDetail get(Actor actor, @PathVariable String service, @PathVariable String environment,
			@PathVariable int number) {
		this.scope.service(actor, service);
		return detail(promotion(service, environment, number));
	}

	@PostMapping("/{number}/approve")
	@Operation(summary = "Agrees to a promotion", description = "By the role that the environment's rules name")
	PromotionDetail approve(Actor actor, @PathVariable String service, @PathVariable String environment,
			@PathVariable int number, @RequestBody(required = false) @Nullable AnswerBody body) {
		return answer(actor, service, promotion(actor, service, environment, number), true, body);
	}

	@PostMapping("/{number}/refuse")
	@Operation(summary = "Says no to a promotion, which ends it",
			description = "By the role that the environment's rules name")
	PromotionDetail refuse(Actor actor, @PathVariable String service, @PathVariable String environment,
			@PathVariable int number, @RequestBody(required = false) @Nullable AnswerBody body) {
		return answer(actor, service, promotion(actor, service, environment, number), false, body);
	}

	@PostMapping("/{number}/withdraw")
	@Operation(summary = "Takes a promotion back that is no release yet")
	ResponseEntity<PromotionView> withdraw(Actor actor, @PathVariable String service, @PathVariable String environment,
			@PathVariable int number) {
		Promotion promotion = promotion(actor, service, environment, number);
		actor.require(Role.DEVELOPER, promotion.draft().team());
		try {
			this.promotions.withdraw(promotion, actor.name());
		}
		catch (IllegalStateException ex) {
			throw Problem.conflict(String.valueOf(ex.getMessage()));
		}
		return accepted(promotion);
	}

	private PromotionDetail answer(Actor actor, String service, Promotion promotion, boolean approves,
			@Nullable AnswerBody body) {
		actor.require(promotion.draft().approvals().role(), this.scope.service(actor, service).team());
		String comment = (body != null && body.comment() != null) ? body.comment().strip() : "";
		if (comment.length() > LONGEST) {
			throw Problem.invalid("comment", "must have at most " + LONGEST + " characters");
		}
		try {
			this.promotions.answer(promotion, approves, comment, actor.name());
		}
		catch (IllegalStateException ex) {
			throw Problem.conflict(String.valueOf(ex.getMessage()));
		}
		return detail(promotion);
	}

	private Promotion promotion(Actor actor, String service, String environment, int number) {
		this.scope.service(actor, service);
		return promotion(service, environment, number);
	}

	private Promotion promotion(String service, String environment, int number) {
		this.scope.environment(environment);
		return this.promotions.find(service, environment, number)
			.orElseThrow(() -> Problem.notFound("Promotion " + number + " of " + service + " to " + environment));
	}

	private PromotionView view(Promotion promotion) {
		return PromotionViews.view(promotion, this.promotions.flow(promotion).orElse(null),
				this.promotions.answers(promotion));
	}

	private PromotionDetail detail(Promotion promotion) {
		Promotion.Draft draft = promotion.draft();
		Integer became = promotion.release();
		Release runs = (became != null)
				? this.releases.stableBefore(draft.service(), draft.environment(), became).orElse(null)
				: this.releases.stable(draft.service(), draft.environment()).orElse(null);
		return new PromotionDetail(view(promotion), PromotionViews.running(Optional.ofNullable(runs)),
				PromotionViews.commits(commits(draft, runs)),
				PromotionViews.history(this.promotions.history(promotion)));
	}

	/** Those from what would come back to what runs; that one is not among them. */
	private List<Commit> commits(Promotion.Draft draft, @Nullable Release runs) {
		List<Commit> between = new ArrayList<>();
		for (Commit commit : this.repositories.log(draft.team(), draft.service(), draft.commit(), LOOKED_BACK)) {
			if (runs != null && commit.id().startsWith(runs.draft().commit())) {
				break;
			}
			between.add(commit);
		}
		return between;
	}

	private ResponseEntity<PromotionView> accepted(Promotion promotion) {
		return ResponseEntity.accepted()
			.location(URI.create("/api/v1/services/" + promotion.draft().service() + "/environments/"
					+ promotion.draft().environment() + "/promotions/" + promotion.number()))
			.body(view(promotion));
	}

	/** What has to be promoted, when it matters. */
	@Schema(name = "PromotionRequest")
	record RequestedBody(@Schema(
			description = "What has to run in the environment before, by its digest; without it "
					+ "whatever runs there is promoted",
			example = "registry.example.com/shop/orders@sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef") @Nullable String image) {
	}

	/** What somebody says besides yes or no. */
	@Schema(name = "PromotionComment")
	record AnswerBody(@Schema(description = "Why", example = "Checked on staging") @Nullable String comment) {
	}

}
