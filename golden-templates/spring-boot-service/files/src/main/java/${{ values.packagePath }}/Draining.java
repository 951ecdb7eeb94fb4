package ${{ values.package }};

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Asks clients to leave before the server closes. When the process is told to end, each
 * answer says {@code Connection: close} for a while and the server goes on serving: a
 * client with a kept-alive connection would otherwise send a request into the very moment
 * in which the server closes it, and lose it. Stops first of all, since its phase is the
 * highest; the graceful shutdown of the server follows.
 */
@Component
class Draining extends OncePerRequestFilter implements SmartLifecycle {

	private final Duration time;

	private volatile boolean running;

	private volatile boolean draining;

	Draining(@Value("${drain.time}") Duration time) {
		this.time = time;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (this.draining) {
			response.setHeader("Connection", "close");
		}
		chain.doFilter(request, response);
	}

	@Override
	public void start() {
		this.running = true;
		this.draining = false;
	}

	@Override
	public void stop(Runnable done) {
		this.draining = true;
		CompletableFuture.delayedExecutor(this.time.toMillis(), TimeUnit.MILLISECONDS).execute(() -> {
			this.running = false;
			done.run();
		});
	}

	@Override
	public void stop() {
		this.draining = true;
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
