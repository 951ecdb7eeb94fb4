package dev.slipway.cluster.proxy.http;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * The last handler of a connection, which gives its messages one at a time, when they are
 * asked for, and the end after them. So nobody reads faster than the other side takes it.
 * The channel must not read by itself.
 */
abstract class Inlet extends ChannelInboundHandlerAdapter {

	/** Comes after the last message. */
	private static final Object END = new Object();

	private final Deque<Object> messages = new ArrayDeque<>();

	private @Nullable Channel channel;

	private boolean wanted;

	private boolean draining;

	private boolean reading;

	/** Takes a message, and owns it. */
	abstract void received(Object message);

	/** Nothing comes any more: the peer has ended its side, or the connection. */
	abstract void ended();

	/** What was written has gone out; there is room for more. */
	abstract void writable();

	final Channel channel() {
		return java.util.Objects.requireNonNull(this.channel, "the connection is not open yet");
	}

	/** Asks for one message more. */
	final void pull() {
		this.wanted = true;
		drain();
	}

	private void drain() {
		if (this.draining) {
			return;
		}
		this.draining = true;
		try {
			while (this.wanted && !this.messages.isEmpty()) {
				this.wanted = false;
				Object message = this.messages.remove();
				if (message == END) {
					ended();
				}
				else {
					received(message);
				}
			}
		}
		finally {
			this.draining = false;
		}
		if (this.wanted && !this.reading && channel().isActive()) {
			this.reading = true;
			channel().read();
		}
	}

	/**
	 * Writes. What a peer does not take any more is dropped: it may have answered before.
	 */
	final void write(Object message) {
		channel().write(message).addListener((written) -> {
			if (!written.isSuccess() && !(written.cause() instanceof IOException)) {
				channel().close();
			}
		});
	}

	final void flush() {
		channel().flush();
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.channel = context.channel();
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		this.messages.forEach(ReferenceCountUtil::release);
		this.messages.clear();
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		this.messages.add(message);
		drain();
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		this.reading = false;
		drain();
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event instanceof ChannelInputShutdownEvent) {
			this.messages.add(END);
			drain();
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		this.messages.add(END);
		drain();
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		if (context.channel().isWritable()) {
			writable();
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		context.close();
	}

}
