package dev.slipway.environments.adapter;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.slipway.flow.RetryAfter;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what an API server says with 429 (too many requests) or 503 (overloaded) of when
 * to come back: fabric8 drops the header with the answer.
 */
final class AskedToWait implements Interceptor {

	private static final Set<Integer> BUSY = Set.of(429, 503);

	private final String cluster;

	private final Clock clock;

	AskedToWait(String cluster, Clock clock) {
		this.cluster = cluster;
		this.clock = clock;
	}

	@Override
	public CompletableFuture<Boolean> afterFailure(HttpRequest.Builder request, HttpResponse<?> response,
			RequestTags tags) {
		Duration wait = asked(response);
		if (wait == null) {
			return CompletableFuture.completedFuture(false);
		}
		if (response.body() instanceof AsyncBody body) {
			body.cancel();
		}
		return CompletableFuture.failedFuture(new Busy(this.cluster, response.code(), wait));
	}

	/** An eviction that a budget forbids is no busy server, and says what forbids it. */
	private @Nullable Duration asked(HttpResponse<?> response) {
		String header = BUSY.contains(response.code()) ? response.header("Retry-After") : null;
		boolean eviction = response.request().uri().getPath().endsWith("/eviction");
		return (header != null && !eviction) ? RetryAfter.read(header, this.clock.instant()) : null;
	}

	private static final class Busy extends KubernetesClientException implements RetryAfter.Asked {

		private static final long serialVersionUID = 1L;

		private final Duration wait;

		Busy(String cluster, int code, Duration wait) {
			super("The API server of the cluster " + cluster + " is busy (" + code + ") and asks for "
					+ wait.toSeconds() + " s without requests", code, null);
			this.wait = wait;
		}

		@Override
		public Duration retryAfter() {
			return this.wait;
		}

	}

}
