package dev.slipway.cluster.proxy.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import dev.slipway.cluster.routes.RouteRule;
import dev.slipway.cluster.routes.Target;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. There is one backend and no second try, with one exception:
 * a request without a body that may be sent twice, over a kept connection that ends
 * without a word, is sent again over a new one.
 */
final class Exchange implements BackendConnection.User {

	/** What is dropped of a request that was answered early, before the client is cut. */
	private static final int MOST_DROPPED = 1024 * 1024;

	private static final Duration LONGEST_DROPPING = Duration.ofSeconds(5);

	private final HttpFront front;

	private final HttpRequest request;

	private final Answer answer;

	private final long began = System.nanoTime();

	private @Nullable RouteRule rule;

	private @Nullable Target target;

	private @Nullable BackendConnection backend;

	private @Nullable Future<?> deadline;

	private List<Mirrors.Copy> copies = List.of();

	private boolean requestDone;

	/** The client waits for room at the backend. */
	private boolean requestHeld;

	private boolean answerDone;

	private int dropped;

	Exchange(HttpFront front, HttpRequest request) {
		this.front = front;
		this.request = request;
		this.answer = new Answer(front, request);
	}

	boolean requestIsComplete() {
		return this.requestDone;
	}

	void start(RouteRule chosen) {
		this.rule = chosen;
		Optional<Target> turn = chosen.backends().next();
		this.target = turn.orElse(null);
		if (turn.isEmpty() || !turn.get().known()) {
			refuse(new Refusal(HttpResponseStatus.INTERNAL_SERVER_ERROR,
					turn.isEmpty() ? "the route has no backend" : "the route names a backend that is not there"));
			return;
		}
		if (!chosen.timeout().isZero()) {
			this.deadline = loop().schedule(this::late, chosen.timeout().toMillis(), TimeUnit.MILLISECONDS);
		}
		this.copies = this.front.proxy().mirrors().copies(chosen, this.request, this.front.channel());
		connect(true);
	}

	private void late() {
		fail(new Refusal(HttpResponseStatus.GATEWAY_TIMEOUT, "the backend has not answered in time"));
	}

	private EventLoop loop() {
		return this.front.channel().eventLoop();
	}

	private ConnectionPool pool() {
		return this.front.proxy().pool(loop());
	}

	private RouteRule rule() {
		return Objects.requireNonNull(this.rule, "a rule is chosen first");
	}

	private Target target() {
		return Objects.requireNonNull(this.target, "a target is chosen first");
	}

	private void connect(boolean keptToo) {
		Target to = target();
		Optional<InetSocketAddress> endpoint = this.front.proxy().upstreams().choose(to.service(), to.port());
		if (endpoint.isEmpty()) {
			refuse(Refusal.unavailable("no endpoint of " + to.service().name() + " is ready"));
			return;
		}
		Optional<BackendConnection> kept = keptToo ? pool().take(endpoint.get(), Heads.repeatable(this.request))
				: Optional.empty();
		if (kept.isPresent()) {
			send(kept.get());
			return;
		}
		BackendConnection.open(loop(), endpoint.get(), (fresh) -> {
			if (this.answerDone) {
				fresh.close();
			}
			else {
				send(fresh);
			}
		}, (cause) -> {
			if (!this.answerDone) {
				refuse(Refusal.unavailable("an endpoint of " + to.service().name() + " does not take connections"));
			}
		});
	}

	private void send(BackendConnection connection) {
		this.backend = connection;
		connection.use(this);
		HttpRequest out = Heads.forward(this.request, this.front.channel().remoteAddress(), target().service().name());
		Heads.edit(out.headers(), rule().edits().request());
		Heads.edit(out.headers(), target().edits().request());
		connection.write(out);
		connection.pull();
		if (this.requestDone) {
			connection.write(LastHttpContent.EMPTY_LAST_CONTENT);
		}
		else {
			this.front.pull();
		}
		connection.flush();
	}

	/** A piece of the request. */
	void requestContent(HttpContent content) {
		boolean last = content instanceof LastHttpContent;
		if (content.decoderResult().isFailure()) {
			content.release();
			this.front.closeAfterAnswer();
			fail(Refusal.malformed("malformed body"));
			this.front.linger();
			return;
		}
		if (this.answerDone) {
			drop(content, last);
			return;
		}
		BackendConnection to = this.backend;
		if (to == null) {
			// A second connection is being made, so there is no body.
			content.release();
			this.requestDone = last;
			return;
		}
		this.copies.forEach((copy) -> copy.add(content));
		this.requestDone = last;
		to.write(content);
		to.flush();
		if (last) {
			this.copies.forEach(Mirrors.Copy::send);
		}
		if (last || to.channel().isWritable()) {
			this.front.pull();
		}
		else {
			this.requestHeld = true;
		}
	}

	@Override
	public void backendWritable() {
		if (this.requestHeld) {
			this.requestHeld = false;
			this.front.pull();
		}
	}

	@Override
	public void head(HttpResponse response) {
		proceed(this.answer.head(response, rule().edits(), target().edits()));
	}

	@Override
	public void content(HttpContent content) {
		proceed(this.answer.content(content));
	}

	private void proceed(Answer.Progress progress) {
		switch (progress) {
			case MORE -> {
				if (this.backend != null) {
					this.backend.pull();
				}
				this.front.flush();
			}
			case HELD -> {
			}
			case DONE -> answerDone();
			case MALFORMED -> fail(Refusal.badGateway("the backend's answer is malformed"));
		}
	}

	void clientWritable() {
		if (this.answer.release() && this.backend != null) {
			this.backend.pull();
		}
	}

	private void answerDone() {
		BackendConnection used = takeBackend();
		if (used != null && this.requestDone && this.answer.backendKeeps() && used.channel().isActive()) {
			pool().put(used);
		}
		else if (used != null) {
			used.close();
		}
		over();
		finishOrDrop();
	}

	private @Nullable BackendConnection takeBackend() {
		BackendConnection used = this.backend;
		this.backend = null;
		return used;
	}

	/** The answer is through, or will not be. */
	private void over() {
		this.answerDone = true;
		if (this.deadline != null) {
			this.deadline.cancel(false);
		}
		this.front.proxy()
			.metrics()
			.request(
					new ProxyMetrics.Way(this.front.site().service(), (this.rule != null) ? this.rule.route() : "",
							(this.target != null) ? this.target.service().name() : ""),
					this.answer.code(), System.nanoTime() - this.began);
	}

	private void finishOrDrop() {
		if (this.requestDone) {
			this.front.done();
		}
		else if (this.request.decoderResult().isFailure() || this.request.headers().contains(HttpHeaderNames.EXPECT)) {
			this.front.linger();
		}
		else {
			this.deadline = loop().schedule(this.front::linger, LONGEST_DROPPING.toMillis(), TimeUnit.MILLISECONDS);
			this.front.pull();
		}
	}

	/** The client has its answer and still sends. */
	private void drop(HttpContent content, boolean last) {
		this.dropped += content.content().readableBytes();
		this.requestDone = last;
		content.release();
		if (last) {
			if (this.deadline != null) {
				this.deadline.cancel(false);
			}
			this.front.done();
		}
		else if (this.dropped > MOST_DROPPED) {
			this.front.linger();
		}
		else {
			this.front.pull();
		}
	}

	@Override
	public void broken() {
		BackendConnection left = takeBackend();
		if (this.answerDone || left == null) {
			return;
		}
		if (left.kept() && !this.answer.spoke() && Heads.repeatable(this.request)) {
			connect(false);
		}
		else {
			fail(Refusal.badGateway("the backend has closed the connection without an answer"));
		}
	}

	/** Refuses, or cuts the answer off if it has begun. */
	private void fail(Refusal refusal) {
		BackendConnection used = takeBackend();
		if (used != null) {
			used.close();
		}
		if (this.answerDone) {
			return;
		}
		if (this.answer.begun()) {
			this.answer.cut("aborted");
			over();
			this.front.channel().close();
		}
		else {
			refuse(refusal);
		}
	}

	/** Answers in the backend's place. */
	void refuse(Refusal refusal) {
		if (this.request.headers().contains(HttpHeaderNames.EXPECT)) {
			this.front.closeAfterAnswer();
		}
		this.answer.refuse(refusal);
		over();
		finishOrDrop();
	}

	/** The client has closed its connection. */
	void clientGone() {
		BackendConnection used = takeBackend();
		if (used != null) {
			used.close();
		}
		if (!this.answerDone) {
			this.answer.cut("499");
			over();
		}
		else if (this.deadline != null) {
			this.deadline.cancel(false);
		}
	}

}
