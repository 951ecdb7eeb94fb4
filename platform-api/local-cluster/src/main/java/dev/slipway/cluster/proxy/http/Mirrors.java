package dev.slipway.cluster.proxy.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.slipway.cluster.routes.Mirror;
import dev.slipway.cluster.routes.RouteRule;
import dev.slipway.cluster.routes.Target;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Sends copies of requests elsewhere. A copy leaves when its request has been read to the
 * end, over a connection of its own, and nobody looks at the answer; so whatever happens
 * to it, the request does not notice. What is too large or comes while too many copies
 * are under way is not copied, and that is counted.
 */
final class Mirrors {

	private static final int LARGEST_BODY = 256 * 1024;

	private static final int MOST_UNDER_WAY = 64;

	private static final Duration PATIENCE = Duration.ofSeconds(15);

	private final Upstreams upstreams;

	private final ProxyMetrics metrics;

	private final AtomicInteger underWay = new AtomicInteger();

	Mirrors(Upstreams upstreams, ProxyMetrics metrics) {
		this.upstreams = upstreams;
		this.metrics = metrics;
	}

	/** The copies to make of a request, mostly none. */
	List<Copy> copies(RouteRule rule, HttpRequest request, Channel client) {
		if (rule.mirrors().isEmpty()) {
			return List.of();
		}
		List<Copy> copies = new ArrayList<>();
		for (Mirror mirror : rule.mirrors()) {
			if (mirror.target().known() && mirror.sample().next().orElse(false)) {
				HttpRequest head = Heads.forward(request, client.remoteAddress(), mirror.target().service().name());
				Heads.edit(head.headers(), rule.edits().request());
				copies.add(new Copy(mirror.target(), head, client));
			}
		}
		return copies;
	}

	private void count(Target target, String outcome) {
		this.metrics.mirrored(target.service(), outcome);
	}

	/** A copy on its way. */
	final class Copy implements BackendConnection.User {

		private final Target target;

		private final HttpRequest head;

		private final Channel client;

		private final ByteBuf body = Unpooled.buffer(0);

		private @Nullable BackendConnection connection;

		private boolean tooLarge;

		private boolean counted;

		private Copy(Target target, HttpRequest head, Channel client) {
			this.target = target;
			this.head = head;
			this.client = client;
		}

		/** Takes down a piece of the body. */
		void add(HttpContent content) {
			ByteBuf piece = content.content();
			this.tooLarge |= this.body.readableBytes() + piece.readableBytes() > LARGEST_BODY;
			if (!this.tooLarge) {
				this.body.writeBytes(piece, piece.readerIndex(), piece.readableBytes());
			}
		}

		/** The request is complete. */
		void send() {
			Optional<InetSocketAddress> endpoint = Mirrors.this.upstreams.choose(this.target.service(),
					this.target.port());
			if (this.tooLarge || endpoint.isEmpty() || Mirrors.this.underWay.get() >= MOST_UNDER_WAY) {
				count(this.target, "dropped");
				return;
			}
			Mirrors.this.underWay.incrementAndGet();
			BackendConnection.open(this.client.eventLoop(), endpoint.get(), this::sendOver, (cause) -> ends("failed"));
		}

		private void sendOver(BackendConnection connection) {
			this.connection = connection;
			connection.use(this);
			connection.channel().closeFuture().addListener((closed) -> ends("failed"));
			connection.channel().eventLoop().schedule(connection::close, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
			DefaultFullHttpRequest whole = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, this.head.method(),
					this.head.uri(), this.body, this.head.headers(), EmptyHttpHeaders.INSTANCE);
			whole.headers().remove(HttpHeaderNames.TRANSFER_ENCODING);
			whole.headers().remove(HttpHeaderNames.EXPECT);
			whole.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
			if (this.body.isReadable() || whole.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
				whole.headers().set(HttpHeaderNames.CONTENT_LENGTH, this.body.readableBytes());
			}
			connection.write(whole);
			connection.flush();
			connection.pull();
		}

		private void ends(String outcome) {
			if (!this.counted) {
				this.counted = true;
				Mirrors.this.underWay.decrementAndGet();
				count(this.target, outcome);
			}
		}

		@Override
		public void head(HttpResponse response) {
			ReferenceCountUtil.release(response);
			more();
		}

		@Override
		public void content(HttpContent content) {
			boolean last = content instanceof LastHttpContent;
			content.release();
			if (last && this.connection != null) {
				ends("sent");
				this.connection.close();
			}
			else {
				more();
			}
		}

		private void more() {
			if (this.connection != null) {
				this.connection.pull();
			}
		}

		@Override
		public void broken() {
			ends("failed");
		}

		@Override
		public void backendWritable() {
			// The body is written at once.
		}

	}

}
