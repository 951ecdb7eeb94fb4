package dev.slipway.cluster.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.slipway.cluster.api.kinds.Defaults;

/** Routes written down in short, for tests. */
public final class Routes {

	private Routes() {
	}

	/** A route as the server stores it, made of its spec in YAML. */
	public static ObjectNode route(String name, String spec) {
		try {
			ObjectNode route = (ObjectNode) new ObjectMapper(new YAMLFactory())
				.readTree("{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: " + name
						+ ", namespace: shop, uid: u-" + name
						+ ", generation: 1, creationTimestamp: '2026-01-01T00:00:00Z'}, spec: " + spec + "}");
			Defaults.apply("httproutes.gateway.networking.k8s.io", route);
			return route;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** A table of routes whose backends are all there, for any host or their own. */
	public static RouteTable table(ObjectNode... routes) {
		List<RouteTable.Attached> attached = new ArrayList<>();
		for (ObjectNode route : routes) {
			CompiledRoute compiled = RouteCompiler.compile(route, (service, port) -> true, null);
			attached.add(new RouteTable.Attached(compiled,
					compiled.hosts().isEmpty() ? List.of(Hostname.ANY) : compiled.hosts()));
		}
		return RouteTable.of(attached);
	}

	/** A request such as {@code GET shop.example/a?b=c X-User:joe}. */
	static RouteRequest request(String text) {
		String[] words = text.split(" ");
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (int i = 2; i < words.length; i++) {
			headers.put(words[i].split(":")[0], words[i].split(":")[1]);
		}
		int slash = words[1].indexOf('/');
		String[] target = words[1].substring(slash).split("\\?", 2);
		return new RouteRequest(words[0], target[0], (target.length > 1) ? target[1] : "",
				words[1].substring(0, slash).toLowerCase(Locale.ROOT), headers::get);
	}

}
