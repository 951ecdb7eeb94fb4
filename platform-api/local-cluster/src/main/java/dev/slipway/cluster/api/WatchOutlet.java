package dev.slipway.cluster.api;

import java.util.ArrayList;
import java.util.List;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;

/** Where a watch writes: lines of a chunked answer, or messages of a WebSocket. */
abstract class WatchOutlet {

	private final List<Runnable> closers = new ArrayList<>();

	abstract void write(byte[] event);

	abstract boolean full();

	abstract void onDrain(Runnable callback);

	abstract void end();

	void onClose(Runnable callback) {
		this.closers.add(callback);
	}

	void closed() {
		this.closers.forEach(Runnable::run);
	}

	static WatchOutlet of(HttpServerResponse response) {
		WatchOutlet outlet = new WatchOutlet() {
			@Override
			void write(byte[] event) {
				if (!response.closed()) {
					response.write(Buffer.buffer(event.length + 1).appendBytes(event).appendByte((byte) '\n'));
				}
			}

			@Override
			boolean full() {
				return response.writeQueueFull();
			}

			@Override
			void onDrain(Runnable callback) {
				response.drainHandler((ignored) -> callback.run());
			}

			@Override
			void end() {
				if (!response.ended() && !response.closed()) {
					response.end();
				}
			}
		};
		response.setChunked(true).putHeader("Content-Type", Reply.JSON);
		response.closeHandler((ignored) -> outlet.closed());
		response.endHandler((ignored) -> outlet.closed());
		response.write(Buffer.buffer());
		return outlet;
	}

	static WatchOutlet of(ServerWebSocket socket) {
		WatchOutlet outlet = new WatchOutlet() {
			@Override
			void write(byte[] event) {
				if (!socket.isClosed()) {
					socket.writeTextMessage(new String(event, java.nio.charset.StandardCharsets.UTF_8));
				}
			}

			@Override
			boolean full() {
				return socket.writeQueueFull();
			}

			@Override
			void onDrain(Runnable callback) {
				socket.drainHandler((ignored) -> callback.run());
			}

			@Override
			void end() {
				if (!socket.isClosed()) {
					socket.close();
				}
			}
		};
		socket.closeHandler((ignored) -> outlet.closed());
		return outlet;
	}

}
