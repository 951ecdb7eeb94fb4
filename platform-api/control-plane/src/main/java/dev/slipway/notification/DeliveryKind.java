package dev.slipway.notification;

import java.time.Instant;
import java.util.Optional;

import dev.slipway.flow.FlowKind;
import dev.slipway.flow.FlowView;
import dev.slipway.flow.Flows;
import dev.slipway.flow.Step;
import dev.slipway.notification.DeliveryAction.Send;

/**
 * Deliveries as flows, by their ids. The attempt itself is made beside the flow, so that
 * a slow receiver holds up nothing else; one that is lost with its process is made again.
 */
public final class DeliveryKind implements FlowKind<DeliveryState, DeliverySeen, DeliveryAction> {

	/** The name of this kind in the store. */
	public static final String NAME = "notification";

	private final DeliveryStore deliveries;

	private final ChannelStore channels;

	private final Sender sender;

	private final Flows flows;

	private final Retries retries;

	public DeliveryKind(DeliveryStore deliveries, ChannelStore channels, Sender sender, Flows flows, Retries retries) {
		this.deliveries = deliveries;
		this.channels = channels;
		this.sender = sender;
		this.flows = flows;
		this.retries = retries;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Class<DeliveryState> stateType() {
		return DeliveryState.class;
	}

	@Override
	public DeliverySeen observe(FlowView<DeliveryState> flow) {
		Delivery delivery = this.deliveries.find(Long.parseLong(flow.id()))
			.orElseThrow(() -> new IllegalStateException("Delivery " + flow.id() + " is not in the store"));
		Optional<Channel> channel = this.channels.find(delivery.draft().channel());
		String obstacle = channel.isEmpty() ? "The channel was removed"
				: channel.get().settings().enabled() ? null : "The channel was switched off";
		return new DeliverySeen(delivery,
				this.deliveries.attempts(delivery)
					.stream()
					.filter((attempt) -> attempt.number() == flow.state().attempt())
					.findFirst()
					.orElse(null),
				this.retries, obstacle);
	}

	@Override
	public Step<DeliveryState, DeliveryAction> next(DeliveryState state, DeliverySeen observation, Instant now) {
		return state.next(observation, now);
	}

	@Override
	public void act(FlowView<DeliveryState> flow, DeliverySeen seen, DeliveryAction action) {
		Delivery delivery = seen.delivery();
		this.channels.find(delivery.draft().channel())
			.ifPresent((channel) -> this.sender.send(delivery, channel, ((Send) action).attempt(), (attempt) -> {
				this.deliveries.record(delivery, attempt);
				this.flows.wake(NAME, delivery.flowId());
			}));
	}

}
