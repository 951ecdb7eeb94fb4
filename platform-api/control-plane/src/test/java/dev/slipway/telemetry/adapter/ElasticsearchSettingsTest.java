package dev.slipway.telemetry.adapter;

import java.time.Duration;
import java.util.Map;

import dev.slipway.observability.logs.elasticsearch.ElasticsearchOptions;
import dev.slipway.observability.logs.elasticsearch.FieldScheme;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** How Elasticsearch is named in the configuration. */
@NullUnmarked
class ElasticsearchSettingsTest {

	private static final String P = "slipway.logs.elasticsearch.";

	private static ElasticsearchSettings bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("slipway.logs.elasticsearch",
				ElasticsearchSettings.class);
	}

	@Test
	void withoutAnAddressThereIsNone() {
		assertThat(bind(Map.of()).isConfigured()).isFalse();
		assertThat(bind(Map.of(P + "url", "", P + "collect", "false")).isConfigured()).isFalse();
		assertThat(bind(Map.of(P + "url", "", P + "collect", "false")).platformCollects()).isTrue();
	}

	@Test
	void anAddressIsEnough() {
		ElasticsearchSettings settings = bind(Map.of(P + "url", "https://logs.example.com:9200"));
		assertThat(settings.isConfigured()).isTrue();
		assertThat(settings.platformCollects()).isTrue();
		ElasticsearchOptions options = settings.options(Duration.ofDays(7));
		assertThat(options.credentials()).isNull();
		assertThat(options.fields()).isEqualTo(FieldScheme.ECS);
		assertThat(options.index()).isEqualTo("slipway-logs-*");
		assertThat(options.maxAge()).isEqualTo(Duration.ofDays(7));
	}

	@Test
	void everythingCanBeSaid() {
		ElasticsearchSettings settings = bind(Map.of(P + "url", "http://logs:9200/es", P + "username", "slipway",
				P + "password", "s3cret", P + "index", "acme-*", P + "fields", "plain", P + "timeout", "3s",
				P + "max-answer", "1MB", P + "concurrency", "2", P + "collect", "false"));
		ElasticsearchOptions options = settings.options(Duration.ofDays(7));
		assertThat(options.credentials()).isEqualTo("Basic c2xpcHdheTpzM2NyZXQ=");
		assertThat(options.fields()).isEqualTo(FieldScheme.PLAIN);
		assertThat(options.index()).isEqualTo("acme-*");
		assertThat(options.timeout()).isEqualTo(Duration.ofSeconds(3));
		assertThat(options.maxAge()).as("of others nothing is deleted").isNull();
		assertThat(settings.platformCollects()).isFalse();
		assertThat(settings.toString()).doesNotContain("s3cret");
		assertThat(bind(Map.of(P + "url", "http://logs:9200", P + "api-key", "a2V5", P + "username", "u"))
			.options(Duration.ofDays(1))
			.credentials()).isEqualTo("ApiKey a2V5");
	}

	@Test
	void whatCannotBeAskedIsRefusedAtTheStart() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> bind(Map.of(P + "url", "logs:9200")).options(Duration.ofDays(1)))
			.withMessageContaining("slipway.logs.elasticsearch.url");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> bind(Map.of(P + "url", "http://logs:9200", P + "index", "*")).options(Duration.ofDays(1)))
			.withMessageContaining("slipway.logs.elasticsearch.index");
	}

}
