package dev.slipway.cluster.proxy.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoop;

/** Idle connections of one event loop, the last used first. Only touched on that loop. */
final class ConnectionPool {

	/** Shorter than servers keep theirs, so that the proxy is who closes. */
	private static final Duration LONGEST_IDLE = Duration.ofSeconds(4);

	/**
	 * A request that must not be sent twice goes only over a connection that was used a
	 * moment ago: one that idled longer may be about to be closed by the server.
	 */
	private static final Duration LONGEST_IDLE_IF_UNSAFE = Duration.ofSeconds(1);

	private static final int MOST_IDLE = 64;

	private final EventLoop loop;

	private final Map<InetSocketAddress, Deque<BackendConnection>> idle = new HashMap<>();

	private boolean sweeping;

	ConnectionPool(EventLoop loop) {
		this.loop = loop;
	}

	/**
	 * Takes an idle connection out, if there is one.
	 * @param safe whether the request may be sent twice
	 */
	Optional<BackendConnection> take(InetSocketAddress address, boolean safe) {
		Deque<BackendConnection> connections = this.idle.get(address);
		long oldest = (safe ? LONGEST_IDLE : LONGEST_IDLE_IF_UNSAFE).toNanos();
		while (connections != null && !connections.isEmpty()) {
			BackendConnection last = connections.getLast();
			if (System.nanoTime() - last.idleSince() > oldest) {
				return Optional.empty();
			}
			connections.removeLast();
			if (last.channel().isActive()) {
				return Optional.of(last);
			}
		}
		return Optional.empty();
	}

	void put(BackendConnection connection) {
		Deque<BackendConnection> connections = this.idle.computeIfAbsent(connection.address(),
				(k) -> new ArrayDeque<>());
		connection.idle(System.nanoTime());
		connections.addLast(connection);
		if (connections.size() > MOST_IDLE) {
			connections.removeFirst().close();
		}
		if (!this.sweeping) {
			this.sweeping = true;
			this.loop.schedule(this::sweep, LONGEST_IDLE.toMillis() / 2, TimeUnit.MILLISECONDS);
		}
	}

	private void sweep() {
		long now = System.nanoTime();
		this.idle.values().forEach((connections) -> {
			while (!connections.isEmpty() && (now - connections.getFirst().idleSince() > LONGEST_IDLE.toNanos()
					|| !connections.getFirst().channel().isActive())) {
				connections.removeFirst().close();
			}
		});
		this.idle.values().removeIf(Collection::isEmpty);
		this.sweeping = !this.idle.isEmpty();
		if (this.sweeping) {
			this.loop.schedule(this::sweep, LONGEST_IDLE.toMillis() / 2, TimeUnit.MILLISECONDS);
		}
	}

	/** Closes what is idle to endpoints that are no more. */
	void forget(Collection<InetSocketAddress> gone) {
		for (InetSocketAddress address : gone) {
			Deque<BackendConnection> connections = this.idle.remove(address);
			if (connections != null) {
				connections.forEach(BackendConnection::close);
			}
		}
	}

}
