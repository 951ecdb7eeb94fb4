package dev.slipway.observability.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;

/** Takes an answer into memory, up to a bound; beyond it the connection is given up. */
public final class BoundedBody implements BodySubscriber<byte[]> {

	private final int most;

	private final String property;

	private final ByteArrayOutputStream taken = new ByteArrayOutputStream(4096);

	private final CompletableFuture<byte[]> body = new CompletableFuture<>();

	private Flow.@Nullable Subscription subscription;

	/**
	 * Creates one.
	 * @param most the most bytes
	 * @param property the property that sets them
	 */
	public BoundedBody(int most, String property) {
		this.most = most;
		this.property = property;
	}

	@Override
	public CompletionStage<byte[]> getBody() {
		return this.body;
	}

	@Override
	public void onSubscribe(Flow.Subscription given) {
		this.subscription = given;
		given.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		for (ByteBuffer buffer : buffers) {
			if (this.body.isDone()) {
				return;
			}
			if (this.taken.size() + buffer.remaining() > this.most) {
				if (this.subscription != null) {
					this.subscription.cancel();
				}
				this.body.completeExceptionally(new TooLarge(
						"it answered more than " + this.most + " bytes; ask about less (" + this.property + ")"));
				return;
			}
			byte[] bytes = new byte[buffer.remaining()];
			buffer.get(bytes);
			this.taken.writeBytes(bytes);
		}
	}

	@Override
	public void onError(Throwable failure) {
		this.body.completeExceptionally(failure);
	}

	@Override
	public void onComplete() {
		this.body.complete(this.taken.toByteArray());
	}

	/** The store answers, but more than is taken. */
	public static final class TooLarge extends IOException {

		private static final long serialVersionUID = 1;

		TooLarge(String message) {
			super(message);
		}

	}

}
