package dev.slipway.access.web;

import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

import dev.slipway.access.AccessDenied;
import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.access.Tokens;
import dev.slipway.access.User;
import dev.slipway.access.Users;
import dev.slipway.api.Page;
import dev.slipway.api.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** People, and the one-time links that they sign in with. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Access")
class UserController {

	private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._@-]{0,63}";

	private static final String TEAM = "[a-z]([-a-z0-9]{0,18}[a-z0-9])?";

	private final Users users;

	private final Tokens tokens;

	private final Clock clock;

	private final String url;

	UserController(Users users, Tokens tokens, Clock clock, @Value("${slipway.url}") String url) {
		this.users = users;
		this.tokens = tokens;
		this.clock = clock;
		this.url = url;
	}

	@GetMapping("/me")
	@Operation(summary = "Who the caller is")
	MeView me(Actor actor) {
		return new MeView(actor.name(), actor.role(), new TreeSet<>(actor.teams()));
	}

	@GetMapping("/users")
	@Operation(summary = "The people who may sign in", description = "Admins only.")
	Page<User> list(Actor actor) {
		requireAdmin(actor);
		return new Page<>(this.users.all(), null);
	}

	@PostMapping("/users")
	@ResponseStatus(HttpStatus.CREATED)
	@Operation(summary = "Adds a person or changes role and teams", description = "Admins only.")
	User save(Actor actor, @Valid @RequestBody SaveUser request) {
		requireAdmin(actor);
		if (request.name().equals("admin") && request.role() != Role.ADMIN) {
			throw Problem.invalid("role", "The user admin stays an administrator, so that nobody is locked out");
		}
		User user = new User(request.name(), request.role(), (request.teams() != null) ? request.teams() : Set.of(),
				this.clock.instant());
		this.users.save(user);
		return this.users.find(user.name()).orElse(user);
	}

	@DeleteMapping("/users/{name}")
	@Operation(summary = "Removes a person, whose tokens and sessions end", description = "Admins only.")
	ResponseEntity<Void> remove(Actor actor, @PathVariable String name) {
		requireAdmin(actor);
		if (name.equals("admin")) {
			throw Problem.conflict("The user admin cannot be removed: the state directory's admin-token is its own");
		}
		if (!this.users.remove(name)) {
			throw Problem.notFound("User " + name);
		}
		return ResponseEntity.noContent().build();
	}

	@PostMapping("/sign-in-links")
	@ResponseStatus(HttpStatus.CREATED)
	@Operation(summary = "Makes a link that signs in once within ten minutes")
	LinkView link(Actor actor, @Valid @RequestBody(required = false) @Nullable CreateLink request) {
		requireAdmin(actor);
		String name = (request != null && request.user() != null) ? request.user() : actor.name();
		User user = this.users.find(name)
			.orElseThrow(() -> Problem.invalid("user", "There is no user " + name)
				.remedy("Add the user first: POST /api/v1/users"));
		Tokens.Issued issued = this.tokens.issueSignIn(user);
		return new LinkView(this.url + "/signin?token=" + issued.secret(), issued.token().expiresAt());
	}

	private static void requireAdmin(Actor actor) {
		if (actor.role() != Role.ADMIN) {
			throw new AccessDenied(actor.name() + " needs the role ADMIN");
		}
	}

	/** Who asks. */
	record MeView(String name, Role role, Set<String> teams) {
	}

	/** A person to add or change. */
	record SaveUser(@NotNull @Pattern(regexp = NAME, message = "letters, digits and . _ @ -, at most 64") String name,
			@NotNull Role role,
			@Nullable Set<@Pattern(regexp = TEAM, message = "lower-case letters, digits and dashes") String> teams) {
	}

	/** Whom a link is for; the asker when left out. */
	record CreateLink(@Nullable String user) {
	}

	/** A link that signs in once. */
	record LinkView(String url, @Nullable Instant expiresAt) {
	}

}
