package dev.slipway.flow.adapter;

import java.time.Clock;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.slipway.flow.FlowKey;
import dev.slipway.flow.FlowKind;
import dev.slipway.flow.FlowStore;
import dev.slipway.flow.FlowView;
import dev.slipway.flow.Flows;
import dev.slipway.flow.StateCodec;
import dev.slipway.flow.StoredFlow;
import dev.slipway.flow.Transition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Writes to the store in the caller's transaction and nudges the driver after commit. */
final class StoredFlows implements Flows {

	private final FlowStore store;

	private final StateCodec codec;

	private final Consumer<FlowKey> nudge;

	private final Predicate<FlowKey> coalesce;

	private final Consumer<FlowKey> hint;

	private final Clock clock;

	StoredFlows(FlowStore store, StateCodec codec, Consumer<FlowKey> nudge, Predicate<FlowKey> coalesce,
			Consumer<FlowKey> hint, Clock clock) {
		this.store = store;
		this.codec = codec;
		this.nudge = nudge;
		this.coalesce = coalesce;
		this.hint = hint;
		this.clock = clock;
	}

	@Override
	public <S> boolean start(FlowKind<S, ?, ?> kind, String id, S initial, String reason) {
		FlowKey key = new FlowKey(kind.name(), id);
		String text = this.codec.write(kind.stateType(), initial);
		boolean started = this.store.insert(key,
				new FlowStore.Saved(text, initial.getClass().getSimpleName(), false, reason, this.clock.instant()));
		if (started) {
			afterCommit(key);
		}
		return started;
	}

	@Override
	public void wake(String kind, String id) {
		FlowKey key = new FlowKey(kind, id);
		boolean gathered = !TransactionSynchronizationManager.isSynchronizationActive() && this.coalesce.test(key);
		if (!gathered && this.store.wake(key, this.clock.instant())) {
			afterCommit(key);
		}
	}

	@Override
	public void hint(String kind, String id) {
		this.hint.accept(new FlowKey(kind, id));
	}

	@Override
	public void desire(String kind, String id, String desire, String actor) {
		FlowKey key = new FlowKey(kind, id);
		if (!this.store.desire(key, desire, actor, this.clock.instant())) {
			throw new NoSuchElementException("There is no " + key);
		}
		afterCommit(key);
	}

	@Override
	public <S> Optional<FlowView<S>> find(FlowKind<S, ?, ?> kind, String id) {
		return this.store.find(new FlowKey(kind.name(), id)).map((stored) -> view(kind, stored));
	}

	@Override
	public <S> List<FlowView<S>> list(FlowKind<S, ?, ?> kind, String idPrefix, int limit) {
		return this.store.list(kind.name(), idPrefix, limit).stream().map((stored) -> view(kind, stored)).toList();
	}

	@Override
	public List<Transition> history(String kind, String id) {
		return this.store.history(new FlowKey(kind, id));
	}

	private <S> FlowView<S> view(FlowKind<S, ?, ?> kind, StoredFlow stored) {
		return stored.view(this.codec.read(kind.stateType(), stored.text()));
	}

	private void afterCommit(FlowKey key) {
		if (!TransactionSynchronizationManager.isSynchronizationActive()) {
			this.nudge.accept(key);
			return;
		}
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
			@Override
			public void afterCommit() {
				StoredFlows.this.nudge.accept(key);
			}
		});
	}

}
