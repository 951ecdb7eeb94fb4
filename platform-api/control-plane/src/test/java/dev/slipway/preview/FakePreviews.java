package dev.slipway.preview;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import dev.slipway.preview.Preview.Answer;
import dev.slipway.preview.Preview.Wanted;
import org.jspecify.annotations.NullUnmarked;

/** Previews in memory, as the database keeps them. */
@NullUnmarked
final class FakePreviews implements PreviewStore {

	private final List<Preview> kept = new ArrayList<>();

	static Preview preview(int number, Wanted wanted, Answer answer, String closing, Instant removed) {
		return new Preview(number, "shop", "orders", "pr/1", true, "dev", "local", wanted, answer, closing,
				Instant.EPOCH, removed);
	}

	static Wanted wanted(int sequence, String image, Instant at) {
		return new Wanted(sequence, image, "c0ffee1", 7, "sam", at);
	}

	@Override
	public Optional<Preview> add(Preview draft, PreviewLimits limits, Consumer<Preview> alongside) {
		if (open(draft.service(), draft.branch()).isPresent()) {
			return Optional.empty();
		}
		Preview added = preview(this.kept.size() + 1, draft.wanted(), Answer.NONE, null, null);
		this.kept.add(added);
		alongside.accept(added);
		return Optional.of(added);
	}

	@Override
	public Optional<Preview> want(Preview preview, Wanted wanted, boolean again) {
		Preview now = now(preview);
		if (now.closing() != null) {
			return Optional.empty();
		}
		int sequence = now.wanted().sequence() + 1;
		return Optional
			.of(put(preview(now.number(), wanted(sequence, wanted.image(), wanted.at()), now.answer(), null, null)));
	}

	@Override
	public Optional<Preview> find(int number) {
		return this.kept.stream().filter((one) -> one.number() == number).findFirst();
	}

	@Override
	public Optional<Preview> open(String service, String branch) {
		return this.kept.stream().filter((one) -> one.branch().equals(branch) && one.closing() == null).findFirst();
	}

	@Override
	public List<Preview> there(String service) {
		return there();
	}

	@Override
	public List<Preview> there() {
		return this.kept.stream().filter((one) -> one.removedAt() == null).toList();
	}

	@Override
	public void released(Preview preview, int sequence, int release) {
		Preview now = now(preview);
		if (now.closing() != null || now.wanted().sequence() != sequence || now.answer().sequence() >= sequence) {
			throw new IllegalStateException("Answered, outdated, or being removed");
		}
		put(preview(now.number(), now.wanted(), new Answer(sequence, release, null), null, null));
	}

	@Override
	public void refused(Preview preview, int sequence, String why) {
		Preview now = now(preview);
		if (now.answer().sequence() < sequence) {
			put(preview(now.number(), now.wanted(), new Answer(sequence, null, why), now.closing(), null));
		}
	}

	@Override
	public void close(Preview preview, String why) {
		Preview now = now(preview);
		if (now.closing() == null) {
			put(preview(now.number(), now.wanted(), now.answer(), why, null));
		}
	}

	@Override
	public void gone(Preview preview, Instant at) {
		Preview now = now(preview);
		if (now.removedAt() == null) {
			put(preview(now.number(), now.wanted(), now.answer(), now.closing(), at));
		}
	}

	private Preview now(Preview preview) {
		return find(preview.number()).orElseThrow();
	}

	private Preview put(Preview preview) {
		this.kept.set(preview.number() - 1, preview);
		return preview;
	}

}
