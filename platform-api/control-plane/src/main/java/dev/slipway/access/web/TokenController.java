package dev.slipway.access.web;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.access.Token;
import dev.slipway.access.Tokens;
import dev.slipway.access.User;
import dev.slipway.access.Users;
import dev.slipway.api.Page;
import dev.slipway.api.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tokens for programs. People see and revoke their own, administrators all. */
@RestController
@RequestMapping("/api/v1/tokens")
@Tag(name = "Access")
class TokenController {

	private final Tokens tokens;

	private final Users users;

	TokenController(Tokens tokens, Users users) {
		this.tokens = tokens;
		this.users = users;
	}

	@GetMapping
	@Operation(summary = "The tokens of the actor; admins see all")
	Page<TokenView> list(Actor actor) {
		return new Page<>(visible(actor).stream().map(TokenView::of).toList(), null);
	}

	@PostMapping
	@Operation(summary = "Makes a token", description = "The secret is in this answer and nowhere else.")
	ResponseEntity<IssuedView> create(Actor actor, @Valid @RequestBody CreateToken request) {
		User owner = this.users.find(actor.name())
			.orElseThrow(() -> Problem.conflict("Only people have tokens; " + actor.name() + " is a program"));
		Role role = (request.role() != null) ? request.role() : actor.role();
		if (role.compareTo(actor.role()) > 0) {
			throw Problem.invalid("role", "A token cannot have the role " + role + ": you are " + actor.role());
		}
		Set<String> teams = (request.teams() != null) ? request.teams() : actor.teams();
		teams.stream().filter((team) -> !actor.sees(team)).findFirst().ifPresent((team) -> {
			throw Problem.invalid("teams", "You are not in team " + team);
		});
		Duration life = (request.expiresInDays() != null) ? Duration.ofDays(request.expiresInDays()) : null;
		Tokens.Issued issued = this.tokens.issueApi(owner, request.name(), role, teams, life);
		return ResponseEntity.created(URI.create("/api/v1/tokens/" + issued.token().id()))
			.body(new IssuedView(TokenView.of(issued.token()), issued.secret()));
	}

	@DeleteMapping("/{id}")
	@Operation(summary = "Revokes a token at once")
	ResponseEntity<Void> revoke(Actor actor, @PathVariable String id) {
		boolean known = visible(actor).stream().anyMatch((token) -> token.id().equals(id));
		if (!known || !this.tokens.revoke(id)) {
			throw Problem.notFound("Token " + id);
		}
		return ResponseEntity.noContent().build();
	}

	private List<Token> visible(Actor actor) {
		return this.tokens.list((actor.role() == Role.ADMIN) ? null : actor.name());
	}

	/**
	 * A request for a token.
	 *
	 * @param name what the owner calls it
	 * @param role at most the asker's; the asker's when left out
	 * @param teams of the asker's; all of them when left out
	 * @param expiresInDays for ever when left out
	 */
	record CreateToken(@NotBlank @Size(max = 100) String name, @Nullable Role role, @Nullable Set<String> teams,
			@Positive @Max(3650) @Nullable Integer expiresInDays) {
	}

	/** A token in a list. */
	record TokenView(String id, String name, @Nullable String owner, Role role, Set<String> teams, Instant createdAt,
			@Nullable Instant expiresAt, @Nullable Instant lastUsedAt) {

		static TokenView of(Token token) {
			return new TokenView(token.id(), token.label(), token.owner(), token.actor().role(),
					new TreeSet<>(token.actor().teams()), token.createdAt(), token.expiresAt(), token.lastUsedAt());
		}

	}

	/** A new token; its secret is shown this once. */
	record IssuedView(TokenView token, String secret) {
	}

}
