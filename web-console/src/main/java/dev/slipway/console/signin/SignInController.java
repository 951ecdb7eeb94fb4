package dev.slipway.console.signin;

import java.net.URI;
import java.util.Optional;

import dev.slipway.access.Tokens;
import dev.slipway.access.web.SessionCookie;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Signing in by a one-time link, and out. */
@Controller
class SignInController {

	private final Tokens tokens;

	private final boolean secure;

	SignInController(Tokens tokens, @Value("${slipway.url}") URI url) {
		this.tokens = tokens;
		this.secure = "https".equals(url.getScheme());
	}

	@GetMapping(path = "/signin", params = "!token")
	String page(Model model, @RequestParam(required = false) @Nullable String failed) {
		model.addAttribute("failed", failed != null);
		return "signin";
	}

	@GetMapping(path = "/signin", params = "token")
	ResponseEntity<Void> signIn(@RequestParam String token, @RequestParam(defaultValue = "/") String next) {
		Optional<ResponseCookie> cookie = this.tokens.signIn(token)
			.map((session) -> SessionCookie.of(session.secret(), this.secure));
		return cookie.map((set) -> redirect(local(next)).header(HttpHeaders.SET_COOKIE, set.toString()))
			.orElseGet(() -> redirect("/signin?failed"))
			.build();
	}

	@PostMapping("/signout")
	ResponseEntity<Void> signOut(HttpServletRequest request) {
		SessionCookie.read(request).ifPresent(this.tokens::signOut);
		return redirect("/signin").header(HttpHeaders.SET_COOKIE, SessionCookie.none(this.secure).toString()).build();
	}

	private static ResponseEntity.BodyBuilder redirect(String target) {
		return ResponseEntity.status(HttpStatus.SEE_OTHER)
			.header(HttpHeaders.LOCATION, target)
			.header(HttpHeaders.CACHE_CONTROL, "no-store");
	}

	/** Only a page of the console, never another site. */
	private static String local(String next) {
		return next.matches("/[A-Za-z0-9].*|/") ? next : "/";
	}

}
