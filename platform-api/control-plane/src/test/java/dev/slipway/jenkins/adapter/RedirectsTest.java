package dev.slipway.jenkins.adapter;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import dev.slipway.jenkins.JenkinsTrouble;
import dev.slipway.jenkins.Refusals;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Redirects within Jenkins's items are answers; all others are a sign-in in the way. */
@NullUnmarked
class RedirectsTest {

	private final Answers answers = new Answers(new JenkinsSettings(URI.create("https://ci.example.com/ci"), "admin",
			"secret", true, null, Duration.ofSeconds(30), Duration.ofSeconds(30)), new Refusals(Duration.ofMinutes(1)));

	private JenkinsTrouble judge(String location) {
		return this.answers.judge("the job", 302, Map.of("Location", location), "", Instant.EPOCH);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/ci/job/login/", "/ci/job/shop/job/sso/job/oauth2", "/ci/job/a/1/console", "/ci/", ".",
			"https://ci.example.com/ci/job/auth/", "http://ci.example.com:8080/ci/queue/item/7/",
			"http://jenkins.internal/queue/item/81/" })
	void isJenkinss(String location) {
		assertThat(judge(location)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/ci/login?from=%2F", "/job/outside/", "/ci/securityRealm/commenceLogin", "login",
			"https://sso.example.com/realms/acme/protocol?x=1", "https://sso.example.com/ci/job/a/",
			"//sso.example.com/ci/job/a/", "/ci/job/../login", "https://ci.example.com/cas", "not a uri: %%" })
	void isASignIn(String location) {
		assertThat(judge(location).kind()).isEqualTo(JenkinsTrouble.Kind.LOGIN_PAGE);
	}

}
