package dev.slipway.cluster.routes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RouteTableTests {

	/** Each rule sends to a Service named for what it matches. */
	private static final RouteTable TABLE = Routes.table(Routes.route("shop", """
			{rules: [
			{backendRefs: [{name: any, port: 80}]},
			{matches: [{path: {value: /abc}}], backendRefs: [{name: abc, port: 80}]},
			{matches: [{path: {value: /abc/}, method: POST}], backendRefs: [{name: abc-slash-post, port: 80}]},
			{matches: [{path: {value: /abc/def}}], backendRefs: [{name: abc-def, port: 80}]},
			{matches: [{path: {type: Exact, value: /abc/def}}], backendRefs: [{name: exact, port: 80}]},
			{matches: [{headers: [{name: X-Canary, value: always}]}], backendRefs: [{name: canary, port: 80}]},
			{matches: [{headers: [{name: X-Canary, value: always}, {name: x-user, value: joe}]}],
			backendRefs: [{name: canary-joe, port: 80}]},
			{matches: [{queryParams: [{name: beta, value: 'a b'}]}], backendRefs: [{name: beta, port: 80}]},
			{matches: [{method: DELETE}], backendRefs: [{name: delete, port: 80}]},
			{matches: [{path: {value: /x}}, {path: {value: /y}}], backendRefs: [{name: x-or-y, port: 80}]}
			]}"""));

	@ParameterizedTest
	@CsvSource(textBlock = """
			GET shop/, any
			GET shop/abcd, any
			GET shop/abc, abc
			GET shop/abc/, abc
			GET shop/abc/x, abc
			POST shop/abc, abc-slash-post
			POST shop/abc/x, abc-slash-post
			GET shop/abc/def/g, abc-def
			POST shop/abc/def/g, abc-def
			GET shop/abc/def, exact
			GET shop/abc/def?x=y X-Canary:always, exact
			GET shop/abc/def/, abc-def
			GET shop/ABC, any
			GET shop/ x-canary:always, canary
			GET shop/ X-Canary:Always, any
			GET shop/abc X-Canary:always, abc
			GET shop/ X-Canary:always X-User:joe, canary-joe
			DELETE shop/ X-Canary:always, delete
			GET shop/?a=1&beta=a+b, beta
			GET shop/?beta=a%20b, beta
			GET shop/?beta=no&beta=a+b, any
			GET shop/?beta, any
			GET shop/x, x-or-y
			GET shop/y/z, x-or-y
			""")
	void theMostPreciseRuleWins(String request, String backend) {
		assertThat(backend(TABLE, request)).isEqualTo(backend);
	}

	@Test
	void theMostPreciseHostWinsBeforeAnyPath() {
		RouteTable table = Routes.table(
				Routes.route("any",
						"{rules: [{matches: [{path: {value: /long/path}}], "
								+ "backendRefs: [{name: any, port: 80}]}]}"),
				Routes.route("wild",
						"{hostnames: ['*.example.com'], rules: [{backendRefs: [{name: wild, port: 80}]}]}"),
				Routes.route("wilder",
						"{hostnames: ['*.shop.example.com'], rules: [{backendRefs: [{name: wilder, port: 80}]}]}"),
				Routes.route("exact",
						"{hostnames: [a.shop.example.com], rules: [{backendRefs: [{name: exact, port: 80}]}]}"));
		assertThat(backend(table, "GET a.shop.example.com/long/path")).isEqualTo("exact");
		assertThat(backend(table, "GET b.shop.example.com/long/path")).isEqualTo("wilder");
		assertThat(backend(table, "GET x.y.example.com/long/path")).isEqualTo("wild");
		assertThat(backend(table, "GET example.com/long/path")).isEqualTo("any");
		assertThat(table.find(Routes.request("GET example.com/"))).isEmpty();
	}

	@Test
	void amongEqualsTheOlderRouteWinsThenTheName() {
		String spec = "{rules: [{backendRefs: [{name: %s, port: 80}]}]}";
		var young = Routes.route("a", spec.formatted("young"));
		young.withObject("/metadata").put("creationTimestamp", "2026-02-01T00:00:00Z");
		var old = Routes.route("z", spec.formatted("old"));
		var alsoOld = Routes.route("y", spec.formatted("also-old"));
		assertThat(backend(Routes.table(young, old, alsoOld), "GET shop/")).isEqualTo("also-old");
		assertThat(backend(Routes.table(young, old), "GET shop/")).isEqualTo("old");
	}

	@Test
	void listenersAndRoutesMeetInTheNarrowerHost() {
		assertThat(new Hostname("*.example.com").meet(new Hostname("a.example.com")))
			.hasValue(new Hostname("a.example.com"));
		assertThat(new Hostname("a.example.com").meet(new Hostname("*.example.com")))
			.hasValue(new Hostname("a.example.com"));
		assertThat(new Hostname("*.example.com").meet(new Hostname("*.a.example.com")))
			.hasValue(new Hostname("*.a.example.com"));
		assertThat(new Hostname("*.example.com").meet(new Hostname("example.com"))).isEmpty();
		assertThat(new Hostname("a.example.com").meet(new Hostname("b.example.com"))).isEmpty();
		assertThat(Hostname.ANY.meet(new Hostname("b.example.com"))).hasValue(new Hostname("b.example.com"));
		assertThat(new Hostname("b.example.com").meet(Hostname.ANY)).hasValue(new Hostname("b.example.com"));
	}

	private static String backend(RouteTable table, String request) {
		return table.find(Routes.request(request)).orElseThrow().backends().next().orElseThrow().service().name();
	}

}
