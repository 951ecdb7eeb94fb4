package dev.slipway.cluster.proxy.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.slipway.cluster.routes.RouteTable;
import dev.slipway.cluster.routes.Routes;
import dev.slipway.cluster.store.Key;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import org.jspecify.annotations.Nullable;

/** The Service {@code shop/orders}, served on a free port, with endpoints put by hand. */
final class Front implements Site, Upstreams, AutoCloseable {

	static final Key SERVICE = Key.of("services", "shop", "orders");

	private final NioEventLoopGroup loops = new NioEventLoopGroup(2);

	private final Map<String, List<InetSocketAddress>> endpoints = new ConcurrentHashMap<>();

	private final AtomicInteger turn = new AtomicInteger();

	private final ProxyMetrics metrics = new ProxyMetrics();

	private final HttpProxy proxy = new HttpProxy(this, this.metrics);

	private final InetSocketAddress address;

	private volatile @Nullable RouteTable table;

	Front() {
		Channel listener = new ServerBootstrap().group(this.loops)
			.channel(NioServerSocketChannel.class)
			.childOption(ChannelOption.AUTO_READ, false)
			.childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
			.childHandler(new ChannelInitializer<Channel>() {

				@Override
				protected void initChannel(Channel client) {
					Front.this.proxy.serve(client, Front.this);
				}

			})
			.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.syncUninterruptibly()
			.channel();
		this.address = (InetSocketAddress) listener.localAddress();
	}

	/** Sends to these Services by weight. */
	Front weights(String backends) {
		return rules("{rules: [{backendRefs: [" + backends + "]}]}");
	}

	/** A backend in a rule. */
	static String backend(String name, int weight) {
		return "{name: " + name + ", port: 80, weight: " + weight + "}";
	}

	Front rules(String spec) {
		this.table = Routes.table(Routes.route("orders", spec));
		return this;
	}

	/** All requests go to the Service itself. */
	Front noRoute() {
		this.table = null;
		return this;
	}

	Front endpoints(String service, Integer... ports) {
		List<InetSocketAddress> fresh = List.of(ports)
			.stream()
			.map((port) -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
			.toList();
		List<InetSocketAddress> before = this.endpoints.put(service, fresh);
		if (before != null) {
			this.proxy.forget(before.stream().filter((address) -> !fresh.contains(address)).toList());
		}
		return this;
	}

	URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.address.getPort() + path);
	}

	/** A connection that takes little at once, so that who does not read holds back. */
	Socket connect() throws IOException {
		Socket socket = new Socket();
		socket.setReceiveBufferSize(64 * 1024);
		socket.connect(this.address);
		socket.setSoTimeout(60_000);
		return socket;
	}

	/** How many requests got that status from a backend; an empty name for none. */
	long count(String backend, String code) {
		return this.metrics.requests(SERVICE, backend, code);
	}

	String metrics() {
		return this.metrics.text();
	}

	@Override
	public Key service() {
		return SERVICE;
	}

	@Override
	public int port() {
		return 80;
	}

	@Override
	public Optional<RouteTable> routes() {
		return Optional.ofNullable(this.table);
	}

	@Override
	public Optional<InetSocketAddress> choose(Key service, int port) {
		List<InetSocketAddress> all = this.endpoints.getOrDefault(service.name(), List.of());
		return all.isEmpty() ? Optional.empty()
				: Optional.of(all.get(Math.floorMod(this.turn.getAndIncrement(), all.size())));
	}

	@Override
	public void close() {
		this.loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
	}

}
