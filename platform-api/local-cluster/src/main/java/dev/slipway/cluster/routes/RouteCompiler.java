package dev.slipway.cluster.routes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cluster.objects.Meta;
import dev.slipway.cluster.routes.CompiledRoute.Finding;
import dev.slipway.cluster.store.Key;
import org.jspecify.annotations.Nullable;

/**
 * Makes an HTTPRoute ready to be served. A route with anything that is not served here is
 * not accepted at all, rather than served by half.
 */
public final class RouteCompiler {

	private static final Finding ACCEPTED = new Finding(true, "Accepted", "Route is accepted");

	private static final Finding RESOLVED = new Finding(true, "ResolvedRefs", "All references resolved");

	private final Services services;

	private final String namespace;

	private final @Nullable CompiledRoute before;

	private final TreeSet<String> unserved = new TreeSet<>();

	private @Nullable Finding unresolved;

	private RouteCompiler(Services services, String namespace, @Nullable CompiledRoute before) {
		this.services = services;
		this.namespace = namespace;
		this.before = before;
	}

	/**
	 * Compiles a route.
	 * @param route with its defaults
	 * @param services tells which Services there are
	 * @param before what was served before: rules whose backends and weights have not
	 * changed go on dealing where they were
	 */
	public static CompiledRoute compile(JsonNode route, Services services, @Nullable CompiledRoute before) {
		return new RouteCompiler(services, Meta.namespace(route), before).compile(route);
	}

	private CompiledRoute compile(JsonNode route) {
		List<RouteRule> rules = new ArrayList<>();
		for (JsonNode rule : route.path("spec").path("rules")) {
			rules.add(rule(rule, this.namespace + "/" + Meta.name(route), rules.size()));
		}
		List<Hostname> hosts = new ArrayList<>();
		route.path("spec").path("hostnames").forEach((host) -> hosts.add(new Hostname(host.asText())));
		Finding accepted = this.unserved.isEmpty() ? ACCEPTED : new Finding(false, "UnsupportedValue",
				"The local gateway does not serve " + String.join(", ", this.unserved));
		return new CompiledRoute(Meta.key("httproutes.gateway.networking.k8s.io", route), Meta.uid(route),
				Meta.created(route), route.path("metadata").path("generation").asLong(), List.copyOf(hosts),
				accepted.good() ? List.copyOf(rules) : List.of(), accepted,
				(this.unresolved != null) ? this.unresolved : RESOLVED);
	}

	private RouteRule rule(JsonNode rule, String route, int index) {
		List<RouteMatch> matches = new ArrayList<>();
		rule.path("matches").forEach((match) -> matches.add(match(match)));
		List<WeightedChoice.Weighted<Target>> backends = new ArrayList<>();
		for (JsonNode backend : rule.path("backendRefs")) {
			backends.add(new WeightedChoice.Weighted<>(target(backend, edits(backend.path("filters"), false)),
					backend.path("weight").asInt(1)));
		}
		for (String field : List.of("retry", "sessionPersistence")) {
			if (rule.has(field)) {
				this.unserved.add("spec.rules." + field);
			}
		}
		return new RouteRule(route, List.copyOf(matches), choice(backends, index), mirrors(rule.path("filters")),
				edits(rule.path("filters"), true), timeout(rule.path("timeouts")));
	}

	private WeightedChoice<Target> choice(List<WeightedChoice.Weighted<Target>> backends, int index) {
		if (this.before != null && index < this.before.rules().size()) {
			WeightedChoice<Target> old = this.before.rules().get(index).backends();
			if (old.items().equals(backends)) {
				return old;
			}
		}
		return new WeightedChoice<>(backends);
	}

	private RouteMatch match(JsonNode match) {
		JsonNode path = match.path("path");
		refuseExpression(path, "path");
		Map<String, String> headers = named(match.path("headers"), "headers", true);
		Map<String, String> query = named(match.path("queryParams"), "queryParams", false);
		return new RouteMatch(new PathMatch(path.path("type").asText().equals("Exact"), path.path("value").asText("/")),
				match.path("method").asText(""), headers, query);
	}

	/** Of several entries with one name the first counts. */
	private Map<String, String> named(JsonNode list, String field, boolean anyCase) {
		Map<String, String> wanted = new LinkedHashMap<>();
		for (JsonNode one : list) {
			refuseExpression(one, field);
			String name = one.path("name").asText();
			wanted.putIfAbsent(anyCase ? name.toLowerCase(Locale.ROOT) : name, one.path("value").asText());
		}
		return Map.copyOf(wanted);
	}

	private void refuseExpression(JsonNode node, String field) {
		if (node.path("type").asText().equals("RegularExpression")) {
			this.unserved.add("matches of type RegularExpression (" + field + ")");
		}
	}

	private Target target(JsonNode reference, Edits edits) {
		Key service = Key.of("services", reference.path("namespace").asText(this.namespace),
				reference.path("name").asText());
		int port = reference.path("port").asInt();
		Finding problem = problem(reference, service, port);
		if (problem != null && this.unresolved == null) {
			this.unresolved = problem;
		}
		return new Target(service, port, problem == null, edits);
	}

	private @Nullable Finding problem(JsonNode reference, Key service, int port) {
		String kind = reference.path("kind").asText("Service");
		if (!reference.path("group").asText("").isEmpty() || !kind.equals("Service")) {
			return new Finding(false, "InvalidKind", "backends are Services here, not " + kind);
		}
		if (!service.namespace().equals(this.namespace)) {
			return new Finding(false, "RefNotPermitted",
					"Service " + service.name() + " is in another namespace, and there are no ReferenceGrants here");
		}
		return this.services.has(service, port) ? null
				: new Finding(false, "BackendNotFound", "there is no port " + port + " of a Service " + service.name());
	}

	private List<Mirror> mirrors(JsonNode filters) {
		List<Mirror> mirrors = new ArrayList<>();
		for (JsonNode filter : filters) {
			if (filter.path("type").asText().equals("RequestMirror")) {
				JsonNode mirror = filter.path("requestMirror");
				Target target = target(mirror.path("backendRef"), Edits.NONE);
				int of = mirror.path("fraction").path("denominator").asInt(100);
				int part = mirror.has("fraction") ? mirror.path("fraction").path("numerator").asInt()
						: mirror.path("percent").asInt(100);
				mirrors.add(new Mirror(target,
						new WeightedChoice<>(List.of(new WeightedChoice.Weighted<>(true, Math.max(0, part)),
								new WeightedChoice.Weighted<>(false, Math.max(0, of - part))))));
			}
		}
		return List.copyOf(mirrors);
	}

	/** What the filters change; mirrors are for rules only. */
	private Edits edits(JsonNode filters, boolean mirrorsToo) {
		HeaderEdits request = HeaderEdits.NONE;
		HeaderEdits response = HeaderEdits.NONE;
		for (JsonNode filter : filters) {
			String type = filter.path("type").asText();
			if (type.equals("RequestHeaderModifier")) {
				request = headers(filter.path("requestHeaderModifier"));
			}
			else if (type.equals("ResponseHeaderModifier")) {
				response = headers(filter.path("responseHeaderModifier"));
			}
			else if (!type.equals("RequestMirror") || !mirrorsToo) {
				this.unserved.add("the filter " + type + (mirrorsToo ? "" : " of a backend"));
			}
		}
		return new Edits(request, response);
	}

	private static HeaderEdits headers(JsonNode modifier) {
		List<HeaderEdits.Header> set = new ArrayList<>();
		List<HeaderEdits.Header> add = new ArrayList<>();
		List<String> remove = new ArrayList<>();
		modifier.path("set").forEach((one) -> set.add(header(one)));
		modifier.path("add").forEach((one) -> add.add(header(one)));
		modifier.path("remove").forEach((one) -> remove.add(one.asText()));
		return new HeaderEdits(List.copyOf(set), List.copyOf(add), List.copyOf(remove));
	}

	private static HeaderEdits.Header header(JsonNode header) {
		return new HeaderEdits.Header(header.path("name").asText(), header.path("value").asText());
	}

	private Duration timeout(JsonNode timeouts) {
		try {
			Duration whole = Durations.parse(timeouts.path("request").asText("0s"));
			Duration backend = Durations.parse(timeouts.path("backendRequest").asText("0s"));
			return (whole.isZero() || !backend.isZero() && backend.compareTo(whole) < 0) ? backend : whole;
		}
		catch (IllegalArgumentException ex) {
			this.unserved.add("timeouts such as " + timeouts);
			return Duration.ZERO;
		}
	}

	/** Which Services there are. */
	@FunctionalInterface
	public interface Services {

		/** Whether there is such a port to send requests to. */
		boolean has(Key service, int port);

	}

}
