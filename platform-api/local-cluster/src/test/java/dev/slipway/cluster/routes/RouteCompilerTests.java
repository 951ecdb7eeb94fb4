package dev.slipway.cluster.routes;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RouteCompilerTests {

	@ParameterizedTest
	@ValueSource(strings = { "{rules: [{matches: [{path: {type: RegularExpression, value: '/a.*'}}]}]}",
			"{rules: [{matches: [{headers: [{type: RegularExpression, name: a, value: b}]}]}]}",
			"{rules: [{filters: [{type: URLRewrite, urlRewrite: {hostname: a}}]}]}",
			"{rules: [{filters: [{type: RequestRedirect, requestRedirect: {hostname: a}}]}]}",
			"{rules: [{retry: {attempts: 3}}]}", "{rules: [{timeouts: {request: soon}}]}",
			"{rules: [{backendRefs: [{name: a, port: 80, filters: [{type: RequestMirror, requestMirror: {}}]}]}]}" })
	void whatIsNotServedIsNotAcceptedAtAll(String spec) {
		CompiledRoute route = RouteCompiler.compile(Routes.route("r", spec), (service, port) -> true, null);
		assertThat(route.accepted().good()).isFalse();
		assertThat(route.accepted().reason()).isEqualTo("UnsupportedValue");
		assertThat(route.rules()).isEmpty();
	}

	@Test
	void aMissingBackendKeepsItsShareAndIsReported() {
		CompiledRoute route = RouteCompiler.compile(Routes.route("r",
				"{rules: [{backendRefs: [{name: here, port: 80, weight: 3}, {name: gone, port: 80, weight: 1}]}]}"),
				(service, port) -> service.name().equals("here"), null);
		assertThat(route.accepted().good()).isTrue();
		assertThat(route.resolved().good()).isFalse();
		assertThat(route.resolved().reason()).isEqualTo("BackendNotFound");
		List<WeightedChoice.Weighted<Target>> backends = route.rules().get(0).backends().items();
		assertThat(backends).extracting((backend) -> backend.item().known()).containsExactly(true, false);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{name: a, namespace: other, port: 80} RefNotPermitted",
			"{name: a, kind: Bucket, group: example.com} InvalidKind" })
	void aBackendThatMayNotBeSentToIsReported(String text) {
		String[] parts = text.split("(?<=}) ");
		CompiledRoute route = RouteCompiler.compile(Routes.route("r", "{rules: [{backendRefs: [" + parts[0] + "]}]}"),
				(service, port) -> true, null);
		assertThat(route.resolved().reason()).isEqualTo(parts[1]);
	}

	@Test
	void rulesThatHaveNotChangedGoOnDealingWhereTheyWere() {
		String spec = "{rules: [{backendRefs: [{name: a, port: 80, weight: %d}, {name: b, port: 80}]}]}";
		ObjectNode first = Routes.route("r", spec.formatted(9));
		CompiledRoute before = RouteCompiler.compile(first, (service, port) -> true, null);
		CompiledRoute same = RouteCompiler.compile(first, (service, port) -> true, before);
		CompiledRoute other = RouteCompiler.compile(Routes.route("r", spec.formatted(8)), (service, port) -> true,
				same);
		assertThat(same.rules().get(0).backends()).isSameAs(before.rules().get(0).backends());
		assertThat(other.rules().get(0).backends()).isNotSameAs(before.rules().get(0).backends());
	}

	@Test
	void durationsAreReadAsTheGatewayApiWritesThem() {
		assertThat(Durations.parse("1h30m")).isEqualTo(Duration.ofMinutes(90));
		assertThat(Durations.parse("500ms")).isEqualTo(Duration.ofMillis(500));
		assertThat(Durations.parse("10s")).isEqualTo(Duration.ofSeconds(10));
		assertThat(Durations.parse("1m1ms")).isEqualTo(Duration.ofMillis(60_001));
	}

}
