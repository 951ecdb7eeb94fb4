package dev.slipway.cluster.proxy.http;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;

/**
 * Serves HTTP/1.1 on client connections, and what its exchanges share: idle connections
 * to pods, counters, mirrors under way.
 */
public final class HttpProxy {

	private final Upstreams upstreams;

	private final ProxyMetrics metrics;

	private final Mirrors mirrors;

	private final Map<EventLoop, ConnectionPool> pools = new ConcurrentHashMap<>();

	/** Serves from those endpoints and counts there. */
	public HttpProxy(Upstreams upstreams, ProxyMetrics metrics) {
		this.upstreams = upstreams;
		this.metrics = metrics;
		this.mirrors = new Mirrors(upstreams, metrics);
	}

	/** Serves a client that has just connected; its channel must not read by itself. */
	public void serve(Channel client, Site site) {
		HttpFront front = new HttpFront(this, site, (SocketChannel) client);
		client.pipeline().addLast(new StrictRequestDecoder(), new AnswerEncoder(front), front);
	}

	/** Closes idle connections to endpoints that are no more. */
	public void forget(Collection<InetSocketAddress> gone) {
		this.pools.forEach((loop, pool) -> loop.execute(() -> pool.forget(gone)));
	}

	Upstreams upstreams() {
		return this.upstreams;
	}

	ProxyMetrics metrics() {
		return this.metrics;
	}

	Mirrors mirrors() {
		return this.mirrors;
	}

	ConnectionPool pool(EventLoop loop) {
		return this.pools.computeIfAbsent(loop, ConnectionPool::new);
	}

}
