package dev.slipway.jenkins.adapter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;

/** Takes a whole answer into memory, up to a number of bytes. */
final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {

	private final int most;

	private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

	private final CompletableFuture<byte[]> body = new CompletableFuture<>();

	private Flow.@Nullable Subscription subscription;

	BoundedBody(int most) {
		this.most = most;
	}

	@Override
	public CompletionStage<byte[]> getBody() {
		return this.body;
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.subscription = subscription;
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		for (ByteBuffer buffer : buffers) {
			byte[] bytes = new byte[buffer.remaining()];
			buffer.get(bytes);
			if (this.taken.size() + bytes.length > this.most) {
				if (this.subscription != null) {
					this.subscription.cancel();
				}
				this.body.completeExceptionally(new TooLarge(this.most));
				return;
			}
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

	/** The answer has more bytes than are taken. */
	static final class TooLarge extends IOException {

		TooLarge(int most) {
			super("the answer is larger than " + most + " bytes");
		}

	}

}
