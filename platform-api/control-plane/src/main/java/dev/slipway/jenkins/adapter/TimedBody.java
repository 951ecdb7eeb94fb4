package dev.slipway.jenkins.adapter;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * An answer read as it comes: one piece is asked for at a time, so memory does not grow,
 * and no reader waits for a piece longer than a limit. Closing it drops the rest.
 */
final class TimedBody extends InputStream implements HttpResponse.BodySubscriber<InputStream> {

	private final Duration patience;

	private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();

	private final CompletableFuture<InputStream> body = new CompletableFuture<>();

	private Flow.@Nullable Subscription subscription;

	private Piece piece = new Piece(List.of(), null, false);

	private boolean started;

	private int index;

	private boolean ended;

	TimedBody(Duration patience) {
		this.patience = patience;
	}

	@Override
	public CompletionStage<InputStream> getBody() {
		return this.body;
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.subscription = subscription;
		this.body.complete(this);
		subscription.request(1);
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		this.pieces.add(new Piece(buffers, null, false));
	}

	@Override
	public void onError(Throwable failure) {
		this.pieces.add(new Piece(List.of(), failure, true));
	}

	@Override
	public void onComplete() {
		this.pieces.add(new Piece(List.of(), null, true));
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		if (length == 0) {
			return 0;
		}
		ByteBuffer buffer = current();
		if (buffer == null) {
			return -1;
		}
		int count = Math.min(length, buffer.remaining());
		buffer.get(target, offset, count);
		return count;
	}

	private @Nullable ByteBuffer current() throws IOException {
		while (!this.ended) {
			while (this.index < this.piece.buffers().size()) {
				ByteBuffer buffer = this.piece.buffers().get(this.index);
				if (buffer.hasRemaining()) {
					return buffer;
				}
				this.index++;
			}
			next();
		}
		return null;
	}

	private void next() throws IOException {
		if (this.started && this.subscription != null) {
			this.subscription.request(1);
		}
		this.started = true;
		Piece taken = take();
		if (taken.failure() != null) {
			this.ended = true;
			throw new IOException("The answer broke off", taken.failure());
		}
		this.ended = taken.last();
		this.piece = taken;
		this.index = 0;
	}

	private Piece take() throws IOException {
		try {
			Piece taken = this.pieces.poll(this.patience.toMillis(), TimeUnit.MILLISECONDS);
			if (taken == null) {
				close();
				throw new IOException("Nothing more was sent for " + this.patience.toSeconds() + " s");
			}
			return taken;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException();
		}
	}

	@Override
	public void close() {
		this.ended = true;
		if (this.subscription != null) {
			this.subscription.cancel();
		}
	}

	private record Piece(List<ByteBuffer> buffers, @Nullable Throwable failure, boolean last) {
	}

}
