package dev.slipway.promotion;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import dev.slipway.access.Role;
import dev.slipway.promotion.EnvironmentRules.Approvals;
import dev.slipway.promotion.Promotion.Answer;
import org.jspecify.annotations.NullUnmarked;

/** One promotion in memory. */
@NullUnmarked
class FakePromotions implements PromotionStore {

	static final String IMAGE = "shop/orders@sha256:abc1";

	private Promotion promotion;

	private final List<Answer> answers = new ArrayList<>();

	static Promotion.Draft draft(int approvals, boolean notByRequester) {
		return new Promotion.Draft("orders", "shop", "prod", "staging", 1, IMAGE, "c0ffee1", 7,
				new Approvals(approvals, Role.OPERATOR, notByRequester), Instant.EPOCH, false, "sam", Instant.EPOCH);
	}

	@Override
	public Optional<Promotion> add(Promotion.Draft draft, Consumer<Promotion> alongside) {
		this.promotion = new Promotion(1, draft, null, null, null);
		alongside.accept(this.promotion);
		return Optional.of(this.promotion);
	}

	@Override
	public Optional<Promotion> find(String service, String environment, int number) {
		return Optional.of(this.promotion);
	}

	@Override
	public Optional<Promotion> ofRelease(String service, String environment, int release) {
		throw new UnsupportedOperationException();
	}

	@Override
	public List<Promotion> list(String service, String environment, int below, int limit) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void released(Promotion asked, int release) {
		if (this.promotion.release() != null || this.promotion.withdrawnBy() != null) {
			throw new IllegalStateException("It became a release before, or was withdrawn");
		}
		this.promotion = new Promotion(1, asked.draft(), release, null, null);
	}

	@Override
	public void refused(Promotion asked, String why) {
		this.promotion = new Promotion(1, asked.draft(), this.promotion.release(), why, this.promotion.withdrawnBy());
	}

	@Override
	public void withdraw(Promotion asked, String by) {
		if (this.promotion.release() != null) {
			throw new IllegalStateException("It became a release");
		}
		this.promotion = new Promotion(1, this.promotion.draft(), null, this.promotion.refusal(), by);
	}

	@Override
	public void answer(Promotion asked, Answer answer) {
		this.answers.removeIf((known) -> known.by().equals(answer.by()));
		this.answers.add(answer);
	}

	@Override
	public List<Answer> answers(Promotion asked) {
		return List.copyOf(this.answers);
	}

}
