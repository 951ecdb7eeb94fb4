package dev.slipway.access.web;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.ResponseCookie;

/** The cookie that a signed-in browser carries; scripts cannot read it. */
public final class SessionCookie {

	private static final String NAME = "slipway-session";

	private SessionCookie() {
	}

	/** The secret of the request's session, if it carries one. */
	public static Optional<String> read(HttpServletRequest request) {
		Cookie[] cookies = request.getCookies();
		return (cookies == null) ? Optional.empty()
				: Arrays.stream(cookies)
					.filter((cookie) -> NAME.equals(cookie.getName()))
					.map(Cookie::getValue)
					.findFirst();
	}

	/**
	 * Makes the cookie. {@code Lax}, since {@code Strict} would lose it on the redirect
	 * after a sign-in link was opened from a mail.
	 */
	public static ResponseCookie of(String secret, boolean secure) {
		return build(secret, secure, Duration.ofDays(7));
	}

	/** Makes the cookie that ends a session. */
	public static ResponseCookie none(boolean secure) {
		return build("", secure, Duration.ZERO);
	}

	private static ResponseCookie build(String value, boolean secure, Duration age) {
		return ResponseCookie.from(NAME, value)
			.httpOnly(true)
			.secure(secure)
			.sameSite("Lax")
			.path("/")
			.maxAge(age)
			.build();
	}

}
