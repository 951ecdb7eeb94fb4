package dev.slipway.promotion;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import dev.slipway.promotion.Promotion.Answer;

/** The promotions that were asked for, and what people said to them. */
public interface PromotionStore {

	/**
	 * Gives the draft the next number of its service and environment and keeps it. An
	 * automatic one is kept once for each release that it takes on.
	 * @param alongside done in the same transaction
	 * @return empty when the settings asked for it before
	 */
	Optional<Promotion> add(Promotion.Draft draft, Consumer<Promotion> alongside);

	/** Finds one. */
	Optional<Promotion> find(String service, String environment, int number);

	/** The one that became a release. */
	Optional<Promotion> ofRelease(String service, String environment, int release);

	/** Those below a number, newest first. */
	List<Promotion> list(String service, String environment, int below, int limit);

	/**
	 * Keeps which release it became, in the caller's transaction.
	 * @throws IllegalStateException when it became one before, or somebody has refused it
	 * or taken it back
	 */
	void released(Promotion promotion, int release);

	/** Keeps why it cannot become a release. */
	void refused(Promotion promotion, String why);

	/**
	 * Keeps that somebody takes it back: from then on it becomes no release. The first
	 * who does stays.
	 * @throws IllegalStateException when it has become a release
	 */
	void withdraw(Promotion promotion, String by);

	/**
	 * Keeps what somebody says, instead of what they said before.
	 * @throws IllegalStateException when it has become a release
	 */
	void answer(Promotion promotion, Answer answer);

	/** What people said, oldest first. */
	List<Answer> answers(Promotion promotion);

}
