package dev.slipway.cluster.proxy;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;

/**
 * One direction of a connection: what comes in here goes out there, as fast as the other
 * side takes it. The end of one direction leaves the other open.
 */
final class Relay extends ChannelInboundHandlerAdapter {

	private final Channel peer;

	Relay(Channel peer) {
		this.peer = peer;
	}

	/** Joins two channels that do not read yet, and lets them read. */
	static void join(Channel one, Channel other) {
		one.pipeline().addLast(new Relay(other));
		other.pipeline().addLast(new Relay(one));
		one.config().setAutoRead(true);
		other.config().setAutoRead(true);
	}

	/** Closes so that the client sees a reset, as from a port that nobody listens on. */
	static void reset(Channel channel) {
		channel.config().setOption(ChannelOption.SO_LINGER, 0);
		channel.close();
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		this.peer.write(message);
		if (!this.peer.isWritable()) {
			this.peer.flush();
			context.channel().config().setAutoRead(this.peer.isWritable());
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		this.peer.flush();
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		if (context.channel().isWritable()) {
			this.peer.config().setAutoRead(true);
		}
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event instanceof ChannelInputShutdownEvent) {
			this.peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((done) -> finish(context.channel()));
		}
	}

	private void finish(Channel ended) {
		((DuplexChannel) this.peer).shutdownOutput().addListener((done) -> {
			if (((DuplexChannel) ended).isOutputShutdown() || !this.peer.isActive()) {
				ended.close();
				this.peer.close();
			}
		});
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		if (this.peer.isActive()) {
			this.peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		reset(context.channel());
		reset(this.peer);
	}

}
