package dev.slipway.cluster.proxy.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import dev.slipway.cluster.routes.RouteRule;
import dev.slipway.cluster.routes.RouteTable;
import dev.slipway.cluster.routes.Target;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection: one exchange after the other, each with the routes of its own
 * moment.
 */
final class HttpFront extends Inlet {

	private static final Duration LONGEST_IDLE = Duration.ofSeconds(75);

	private static final Duration LINGER = Duration.ofSeconds(2);

	private final HttpProxy proxy;

	private final Site site;

	private final SocketChannel client;

	private @Nullable Exchange exchange;

	/** A request that was sent before the last was answered. */
	private @Nullable HttpRequest next;

	private @Nullable Future<?> idle;

	/** No further request is taken. */
	private boolean closing;

	/** All is said; what still comes is dropped. */
	private boolean lingering;

	private boolean head;

	HttpFront(HttpProxy proxy, Site site, SocketChannel client) {
		this.proxy = proxy;
		this.site = site;
		this.client = client;
	}

	HttpProxy proxy() {
		return this.proxy;
	}

	Site site() {
		return this.site;
	}

	/** Whether the answer being written is one to HEAD. */
	boolean answersHead() {
		return this.head;
	}

	boolean isWritable() {
		return this.client.isWritable();
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		await();
	}

	private void await() {
		this.idle = this.client.eventLoop().schedule(this::closeNow, LONGEST_IDLE.toMillis(), TimeUnit.MILLISECONDS);
		pull();
	}

	private void closeNow() {
		this.client.close();
	}

	@Override
	void received(Object message) {
		if (this.lingering) {
			ReferenceCountUtil.release(message);
			pull();
		}
		else if (message instanceof HttpRequest request) {
			if (this.exchange == null) {
				begin(request);
			}
			else {
				this.next = request;
			}
		}
		else if (this.exchange != null) {
			this.exchange.requestContent((HttpContent) message);
		}
		else {
			ReferenceCountUtil.release(message);
		}
	}

	private void begin(HttpRequest request) {
		if (this.idle != null) {
			this.idle.cancel(false);
		}
		this.head = request.method().equals(HttpMethod.HEAD);
		this.closing |= !HttpUtil.isKeepAlive(request) || request.protocolVersion().equals(HttpVersion.HTTP_1_0);
		Exchange fresh = new Exchange(this, request);
		this.exchange = fresh;
		Optional<Refusal> wrong = RequestCheck.check(request);
		if (wrong.isPresent()) {
			this.closing = true;
			ReferenceCountUtil.release(request);
			fresh.refuse(wrong.get());
			return;
		}
		Optional<RouteTable> table = this.site.routes();
		Optional<RouteRule> rule = table.isPresent() ? table.get().find(Heads.facts(request))
				: Optional.of(RouteRule.all(Target.of(this.site.service(), this.site.port())));
		if (rule.isEmpty()) {
			fresh.refuse(new Refusal(HttpResponseStatus.NOT_FOUND, "no route matches"));
		}
		else {
			fresh.start(rule.get());
		}
	}

	/** Whether the connection ends with the current answer. */
	boolean isClosing() {
		return this.closing;
	}

	/** The connection ends with the current answer. */
	void closeAfterAnswer() {
		this.closing = true;
	}

	/** Request and answer are through. */
	void done() {
		this.exchange = null;
		HttpRequest waiting = this.next;
		this.next = null;
		if (this.closing) {
			ReferenceCountUtil.release(waiting);
			linger();
		}
		else if (waiting != null) {
			begin(waiting);
		}
		else {
			await();
		}
	}

	/**
	 * Ends the own side and lets the client end the other, for a client that still sends
	 * would not get to read the answer if the connection were closed.
	 */
	void linger() {
		if (this.lingering) {
			return;
		}
		this.exchange = null;
		this.lingering = true;
		this.client.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((written) -> this.client.shutdownOutput());
		this.client.eventLoop().schedule(this::closeNow, LINGER.toMillis(), TimeUnit.MILLISECONDS);
		pull();
	}

	/** An answer of the proxy's own. */
	void answer(Refusal refusal) {
		byte[] text = (refusal.why() + "\n").getBytes(StandardCharsets.UTF_8);
		FullHttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, refusal.status(),
				Unpooled.wrappedBuffer(text));
		answer.headers()
			.set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
			.set(HttpHeaderNames.CONTENT_LENGTH, text.length);
		markClosing(answer);
		write(answer);
		flush();
	}

	void markClosing(HttpResponse answer) {
		if (this.closing) {
			answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
		}
	}

	/** The client has ended its side; who waits for an answer still gets it. */
	@Override
	void ended() {
		this.closing = true;
		if (this.exchange == null || !this.exchange.requestIsComplete()) {
			this.client.close();
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		if (this.idle != null) {
			this.idle.cancel(false);
		}
		Exchange open = this.exchange;
		this.exchange = null;
		if (open != null) {
			open.clientGone();
		}
		ReferenceCountUtil.release(this.next);
		this.next = null;
	}

	@Override
	void writable() {
		if (this.exchange != null) {
			this.exchange.clientWritable();
		}
	}

}
