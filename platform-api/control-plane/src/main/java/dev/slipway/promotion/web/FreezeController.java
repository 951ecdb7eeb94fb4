package dev.slipway.promotion.web;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

import dev.slipway.access.AccessDenied;
import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.Problem;
import dev.slipway.environments.Environment;
import dev.slipway.environments.Environments;
import dev.slipway.promotion.AdHocFreeze;
import dev.slipway.promotion.Freeze;
import dev.slipway.promotion.FreezeWindow;
import dev.slipway.promotion.Freezes;
import dev.slipway.promotion.Frozen;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** When no release begins in an environment. */
@RestController
@RequestMapping("/api/v1/environments/{environment}/freezes")
@Tag(name = "Environments")
class FreezeController {

	private static final int SHOWN = 50;

	private static final int LONGEST = 500;

	private final Freezes freezes;

	private final Environments environments;

	private final Clock clock;

	FreezeController(Freezes freezes, Environments environments, ObjectProvider<Clock> clock) {
		this.freezes = freezes;
		this.environments = environments;
		this.clock = clock.getIfUnique(Clock::systemUTC);
	}

	@GetMapping
	@Operation(summary = "Whether an environment is frozen, by the settings and by operators",
			description = "Those of the settings, and the newest 50 that operators made")
	FreezesView list(Actor actor, @PathVariable String environment) {
		check(environment);
		return new FreezesView(
				this.freezes.now(environment).map((frozen) -> view(frozen, this.clock.instant())).orElse(null),
				this.freezes.configured(environment).stream().map(FreezeController::view).toList(),
				this.freezes.list(environment, SHOWN).stream().map(this::view).toList());
	}

	@PostMapping
	@Operation(summary = "Freezes an environment: no release begins there",
			description = "For operators. A release that is asked for meanwhile waits, or is refused; rollbacks and "
					+ "aborts are always allowed, and a release that is live goes on.")
	ResponseEntity<FreezeView> begin(Actor actor, @PathVariable String environment, @RequestBody FreezeBody body) {
		check(environment);
		requireOperator(actor);
		String reason = (body.reason() != null) ? body.reason().strip() : "";
		if (reason.isEmpty() || reason.length() > LONGEST) {
			throw Problem.invalid("reason", "must say why, in at most " + LONGEST + " characters");
		}
		try {
			AdHocFreeze made = this.freezes.begin(environment, body.from(), body.to(), reason,
					Boolean.TRUE.equals(body.refuses()), actor.name());
			return ResponseEntity.created(URI.create("/api/v1/environments/" + environment + "/freezes/" + made.id()))
				.body(view(made));
		}
		catch (IllegalArgumentException ex) {
			throw Problem.invalid("to", String.valueOf(ex.getMessage()));
		}
	}

	@GetMapping("/{id}")
	@Operation(summary = "One freeze that an operator made")
	FreezeView get(Actor actor, @PathVariable String environment, @PathVariable long id) {
		check(environment);
		return view(find(environment, id));
	}

	@PostMapping("/{id}/end")
	@Operation(summary = "Ends a freeze that an operator made, before its time",
			description = "For operators. Releases that waited for its end begin.")
	FreezeView end(Actor actor, @PathVariable String environment, @PathVariable long id) {
		check(environment);
		requireOperator(actor);
		if (!this.freezes.end(find(environment, id), actor.name())) {
			throw Problem.conflict("The freeze " + id + " has ended");
		}
		return view(find(environment, id));
	}

	private AdHocFreeze find(String environment, long id) {
		return this.freezes.find(environment, id).orElseThrow(() -> Problem.notFound("The freeze " + id));
	}

	private void check(String environment) {
		try {
			this.environments.get(environment);
		}
		catch (NoSuchElementException ex) {
			throw Problem.notFound("The environment " + environment)
				.remedy("There are " + this.environments.all().stream().map(Environment::name).toList());
		}
	}

	private static void requireOperator(Actor actor) {
		if (actor.role().compareTo(Role.OPERATOR) < 0) {
			throw new AccessDenied(actor.name() + " needs the role OPERATOR");
		}
	}

	private FreezeView view(AdHocFreeze freeze) {
		Instant now = this.clock.instant();
		boolean over = freeze.to() != null && !freeze.to().isAfter(now);
		FreezeState state = over ? FreezeState.ENDED
				: freeze.from().isAfter(now) ? FreezeState.PLANNED : FreezeState.FROZEN;
		return new FreezeView(freeze.id(), state, freeze.from(), freeze.to(), freeze.reason(), freeze.refuses(),
				freeze.madeBy(), freeze.madeAt(), freeze.endedBy());
	}

	private static ConfiguredView view(Freeze freeze) {
		FreezeWindow window = freeze.window();
		if (window instanceof FreezeWindow.Weekly weekly) {
			return new ConfiguredView(weekly.fromDay() + " " + weekly.fromTime(),
					weekly.toDay() + " " + weekly.toTime(), weekly.zone().getId(), freeze.reason(), freeze.refuses());
		}
		FreezeWindow.Once once = (FreezeWindow.Once) window;
		return new ConfiguredView(once.from().toString(),
				Optional.ofNullable(once.to()).map(Instant::toString).orElse(null), once.zone().getId(),
				freeze.reason(), freeze.refuses());
	}

	private static FrozenView view(Frozen frozen, Instant now) {
		return new FrozenView(frozen.until(), frozen.zone(), frozen.reasons(), frozen.refuses(), frozen.describe(now));
	}

	/** Where a freeze stands. */
	enum FreezeState {

		/** It has not begun. */
		PLANNED,
		/** It holds. */
		FROZEN,
		/** It is over. */
		ENDED

	}

	/** What an environment's freezes are. */
	@Schema(name = "Freezes")
	record FreezesView(@Schema(description = "What holds now; null when nothing does") @Nullable FrozenView frozen,
			@Schema(description = "Those of the settings") List<ConfiguredView> configured,
			@Schema(description = "Those that operators made, the newest first") List<FreezeView> made) {
	}

	/** An environment in which no release begins now. */
	@Schema(name = "Frozen")
	record FrozenView(@Schema(description = "Null until somebody ends it") @Nullable Instant until, ZoneId zone,
			List<String> reasons,
			@Schema(description = "Whether what is asked for is refused; otherwise it waits") boolean refuses,
			@Schema(description = "All of it in a sentence") String text) {
	}

	/** A freeze of the settings. */
	@Schema(name = "ConfiguredFreeze")
	record ConfiguredView(String from, @Nullable String to, String zone, String reason, boolean refuses) {
	}

	/** A freeze that an operator made. */
	@Schema(name = "Freeze")
	record FreezeView(long id, FreezeState state, Instant from, @Nullable Instant to, String reason, boolean refuses,
			String madeBy, Instant madeAt, @Nullable String endedBy) {
	}

	/** What a freeze is made of. */
	@Schema(name = "FreezeRequest")
	record FreezeBody(@Schema(description = "When it begins; now if missing") @Nullable Instant from,
			@Schema(description = "When it ends; when somebody ends it if missing") @Nullable Instant to,
			@Schema(description = "Why, as people read it", example = "Black Friday") @Nullable String reason,
			@Schema(description = "Whether releases asked for meanwhile are refused; they wait if missing") @Nullable Boolean refuses) {
	}

}
