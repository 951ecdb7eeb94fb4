package dev.slipway.cluster.proxy.http;

import java.net.InetSocketAddress;
import java.util.function.Consumer;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a pod, used by one exchange at a time and kept between them. It does
 * not close when a write fails: a pod that takes no more of a request may have answered
 * it.
 */
final class BackendConnection extends Inlet {

	private static final int CONNECT_TIMEOUT_MILLIS = 5000;

	private static final int LONGEST_LINE = 16 * 1024;

	private static final int MOST_HEADERS = 64 * 1024;

	private static final int PIECE = 64 * 1024;

	private final InetSocketAddress address;

	private @Nullable User user;

	private boolean kept;

	private long idleSince;

	private BackendConnection(InetSocketAddress address) {
		this.address = address;
	}

	/** Connects, and tells the connection or why there is none. */
	static void open(EventLoop loop, InetSocketAddress address, Consumer<BackendConnection> opened,
			Consumer<Throwable> refused) {
		BackendConnection connection = new BackendConnection(address);
		new Bootstrap().group(loop)
			.channel(NioSocketChannel.class)
			.option(ChannelOption.AUTO_READ, false)
			.option(ChannelOption.AUTO_CLOSE, false)
			.option(ChannelOption.TCP_NODELAY, true)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
			.handler(new ChannelInitializer<Channel>() {

				@Override
				protected void initChannel(Channel channel) {
					HttpDecoderConfig config = new HttpDecoderConfig().setMaxInitialLineLength(LONGEST_LINE)
						.setMaxHeaderSize(MOST_HEADERS)
						.setMaxChunkSize(PIECE);
					channel.pipeline().addLast(new HttpClientCodec(config, false, false), connection);
				}

			})
			.connect(address)
			.addListener((ChannelFuture connected) -> {
				if (connected.isSuccess()) {
					opened.accept(connection);
				}
				else {
					refused.accept(connected.cause());
				}
			});
	}

	InetSocketAddress address() {
		return this.address;
	}

	/** Whether it has served a request before. */
	boolean kept() {
		return this.kept;
	}

	long idleSince() {
		return this.idleSince;
	}

	void use(User fresh) {
		this.user = fresh;
	}

	/** Nobody uses it for now; it is read only to see its end. */
	void idle(long now) {
		this.user = null;
		this.kept = true;
		this.idleSince = now;
		pull();
	}

	void close() {
		this.user = null;
		channel().close();
	}

	@Override
	void received(Object message) {
		if (this.user == null) {
			ReferenceCountUtil.release(message);
			channel().close();
		}
		else if (message instanceof HttpResponse response) {
			this.user.head(response);
		}
		else {
			this.user.content((HttpContent) message);
		}
	}

	@Override
	void ended() {
		channel().close();
		User left = this.user;
		this.user = null;
		if (left != null) {
			left.broken();
		}
	}

	@Override
	void writable() {
		if (this.user != null) {
			this.user.backendWritable();
		}
	}

	/** Who uses a connection. */
	interface User {

		/** The head of an answer; the message is the user's. */
		void head(HttpResponse response);

		/** A piece of an answer; the message is the user's. */
		void content(HttpContent content);

		/** The connection has ended; it is the user's no more. */
		void broken();

		/** There is room for more of the request. */
		void backendWritable();

	}

}
