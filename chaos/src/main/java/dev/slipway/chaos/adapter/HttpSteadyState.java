package dev.slipway.chaos.adapter;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

import dev.slipway.chaos.Check;
import dev.slipway.chaos.Look;
import dev.slipway.chaos.Plan;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;

/** Asks the service as its callers do: through the entry Service, each time anew. */
final class HttpSteadyState {

	private static final int SERVER_ERROR = 500;

	private final TargetPods pods;

	HttpSteadyState(TargetPods pods) {
		this.pods = pods;
	}

	Look look(Plan plan, Check.HttpAnswer wanted) {
		String address;
		try {
			address = address(this.pods.entry(plan));
		}
		catch (KubernetesClientException ex) {
			return Look.noData(wanted.title() + ": the cluster does not answer");
		}
		if (address == null) {
			return Look
				.noData(wanted.title() + ": there is no Service " + plan.definition().service() + " with an address");
		}
		return ask(URI.create(address + wanted.path()), wanted.within());
	}

	static Look ask(URI uri, Duration within) {
		long start = System.nanoTime();
		try {
			HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
			connection.setConnectTimeout((int) within.toMillis());
			connection.setReadTimeout((int) within.toMillis());
			connection.setInstanceFollowRedirects(false);
			connection.setRequestProperty("Connection", "close");
			int status = connection.getResponseCode();
			connection.disconnect();
			Duration took = Duration.ofNanos(System.nanoTime() - start);
			String what = "GET " + uri + " was answered with " + status + " after " + took.toMillis() + " ms";
			boolean holds = status < SERVER_ERROR && took.compareTo(within) <= 0;
			return holds ? Look.holds(what) : Look.violated(what);
		}
		catch (SocketTimeoutException ex) {
			return Look.violated("GET " + uri + " was not answered within " + within.toMillis() + " ms");
		}
		catch (IOException ex) {
			return Look.violated("GET " + uri + " was not answered: "
					+ ((ex instanceof ConnectException) ? "nobody takes the connection" : "the connection broke off"));
		}
	}

	private static @Nullable String address(@Nullable Service service) {
		if (service == null) {
			return null;
		}
		String ip = service.getSpec().getClusterIP();
		List<ServicePort> ports = service.getSpec().getPorts();
		if (ip == null || ip.isBlank() || ip.equals("None") || ports.isEmpty()) {
			return null;
		}
		return "http://" + (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + ports.get(0).getPort();
	}

}
