package dev.slipway.access.web;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.slipway.access.AuditLog;
import dev.slipway.access.Tokens;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;

import java.time.Clock;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.session.NullAuthenticatedSessionStrategy;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * The filter chain. There are no HTTP sessions: bearer and cookie are both tokens, looked
 * up at each request, so that a revoked one ends at once and sign-ins survive a restart.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	/**
	 * Everything comes from this origin and no script stands in a page. Styles may stand
	 * in attributes: charts and progress bars size themselves by them.
	 */
	static final String POLICY = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline';"
			+ " img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none';"
			+ " base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

	private static final String[] OPEN = { "/signin", "/webjars/**", "/assets/**", "/favicon.ico", "/error",
			"/actuator/health/**", "/actuator/health", "/actuator/info", "/actuator/prometheus", "/git/**",
			"/api/v2/spans", "/api/v1/build-server/events", "/api/v1/schemas/**", "/admin/instances/assets/**" };

	@Bean
	SecurityFilterChain filterChain(HttpSecurity http, Tokens tokens, AuditLog audit, Clock clock) throws Exception {
		Denial denial = new Denial();
		return http.authorizeHttpRequests(SecurityConfiguration::rules)
			.sessionManagement((session) -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.requestCache((cache) -> cache.disable())
			.formLogin((form) -> form.disable())
			.httpBasic((basic) -> basic.disable())
			.logout((logout) -> logout.disable())
			.csrf(SecurityConfiguration::csrf)
			.headers(SecurityConfiguration::headers)
			.exceptionHandling((on) -> on.authenticationEntryPoint(denial).accessDeniedHandler(denial))
			.addFilterBefore(new TokenFilter(tokens), org.springframework.security.web.csrf.CsrfFilter.class)
			.addFilterAfter(new AuditFilter(audit, clock), AnonymousAuthenticationFilter.class)
			.build();
	}

	private static void rules(
			AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
		requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
			.permitAll()
			.requestMatchers(OPEN)
			.permitAll()
			.requestMatchers("/admin/**", "/actuator/**")
			.hasAnyRole("OPERATOR", "ADMIN")
			.anyRequest()
			.access(new Scope());
	}

	/**
	 * A browser sends its cookie by itself, so what changes something needs a second
	 * proof. A bearer token is never sent by itself; git and spans authenticate on their
	 * own. Without sessions every request is an authentication, after which the default
	 * strategy makes a new proof: a page's own requests for its parts would make its
	 * forms void.
	 */
	private static void csrf(CsrfConfigurer<HttpSecurity> csrf) {
		csrf.spa()
			.sessionAuthenticationStrategy(new NullAuthenticatedSessionStrategy())
			.ignoringRequestMatchers((HttpServletRequest request) -> TokenFilter.bearer(request).isPresent())
			.ignoringRequestMatchers("/git/**", "/api/v2/spans", "/api/v1/build-server/events");
	}

	private static void headers(HeadersConfigurer<HttpSecurity> headers) {
		headers.defaultsDisabled()
			.contentTypeOptions(Customizer.withDefaults())
			.frameOptions((frame) -> frame.deny())
			.referrerPolicy((referrer) -> referrer.policy(
					org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy.SAME_ORIGIN))
			.addHeaderWriter((request, response) -> {
				if (!request.getRequestURI().startsWith("/swagger-ui")) {
					response.setHeader("Content-Security-Policy", POLICY);
				}
			});
	}

	/**
	 * Answers only to the names that the platform goes by: a page elsewhere cannot reach
	 * a platform on loopback by letting its own name point there.
	 */
	@Bean
	HttpFirewall hostFirewall(@Value("${slipway.url}") URI url) {
		String own = String.valueOf(url.getHost()).toLowerCase(Locale.ROOT);
		Set<String> names = Stream.of("localhost", "127.0.0.1", "[::1]", own).collect(Collectors.toUnmodifiableSet());
		StrictHttpFirewall firewall = new StrictHttpFirewall();
		firewall.setAllowedHostnames((name) -> names.contains(name.toLowerCase(Locale.ROOT)));
		return firewall;
	}

	/** There are no passwords; without this one Boot would make up a user. */
	@Bean
	UserDetailsService noPasswords() {
		return (name) -> {
			throw new UsernameNotFoundException("There are no passwords here");
		};
	}

}
