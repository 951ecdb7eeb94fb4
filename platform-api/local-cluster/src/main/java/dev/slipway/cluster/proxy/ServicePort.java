package dev.slipway.cluster.proxy;

import java.net.InetSocketAddress;

import dev.slipway.cluster.proxy.http.HttpProxy;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/**
 * One port of a Service: a listener and what is behind it. With a route, or if the
 * Service says that it speaks HTTP, requests are served one by one. Else each connection
 * goes to one endpoint; if that refuses, so does this, for kube-proxy does not try
 * another and a lost request must not be hidden.
 */
final class ServicePort {

	private static final int CONNECT_TIMEOUT_MILLIS = 5000;

	private final Routed behind;

	private final HttpProxy http;

	private final Channel listener;

	private ServicePort(EventLoopGroup loops, InetSocketAddress address, Routed behind, HttpProxy http) {
		this.behind = behind;
		this.http = http;
		ChannelFuture bound = new ServerBootstrap().group(loops)
			.channel(NioServerSocketChannel.class)
			.option(ChannelOption.SO_BACKLOG, 1024)
			.option(ChannelOption.SO_REUSEADDR, true)
			.childOption(ChannelOption.AUTO_READ, false)
			.childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.childHandler(accept())
			.bind(address);
		this.listener = bound.syncUninterruptibly().channel();
	}

	static ServicePort listen(EventLoopGroup loops, InetSocketAddress address, Routed behind, HttpProxy http) {
		return new ServicePort(loops, address, behind, http);
	}

	void close() {
		this.listener.close().syncUninterruptibly();
	}

	private ChannelHandler accept() {
		return new ChannelInitializer<>() {

			@Override
			protected void initChannel(Channel client) {
				if (ServicePort.this.behind.speaksHttp()) {
					ServicePort.this.http.serve(client, ServicePort.this.behind);
				}
				else {
					ServicePort.this.behind.backends()
						.choose()
						.ifPresentOrElse((backend) -> connect(client, backend), () -> Relay.reset(client));
				}
			}

		};
	}

	private static void connect(Channel client, InetSocketAddress backend) {
		new Bootstrap().group(client.eventLoop())
			.channel(NioSocketChannel.class)
			.option(ChannelOption.AUTO_READ, false)
			.option(ChannelOption.ALLOW_HALF_CLOSURE, true)
			.option(ChannelOption.TCP_NODELAY, true)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
			.handler(new ChannelInboundHandlerAdapter())
			.connect(backend)
			.addListener((ChannelFuture connected) -> {
				if (connected.isSuccess()) {
					Relay.join(client, connected.channel());
				}
				else {
					Relay.reset(client);
				}
			});
	}

}
