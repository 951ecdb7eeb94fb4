package dev.slipway.notification;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.slipway.flow.FlowView;
import dev.slipway.flow.Flows;
import dev.slipway.flow.Transition;
import dev.slipway.notification.Delivery.Attempt;
import dev.slipway.notification.Delivery.Draft;
import dev.slipway.notification.Event.Scope;

/**
 * Tells channels what happened. A delivery is kept in the transaction of whoever reports
 * the event, if there is one, and sent at least once from then on. How releases and
 * promotions do is reported again until it is kept, and a freeze is not made without; but
 * a failed build is reported once, after its end was kept: a crash or an error in between
 * loses that notification.
 */
public final class Notifications {

	private final ChannelStore channels;

	private final DeliveryStore deliveries;

	private final Sender sender;

	private final Flows flows;

	private final DeliveryKind kind;

	private final Clock clock;

	public Notifications(ChannelStore channels, DeliveryStore deliveries, Sender sender, Flows flows, DeliveryKind kind,
			Clock clock) {
		this.channels = channels;
		this.deliveries = deliveries;
		this.sender = sender;
		this.flows = flows;
		this.kind = kind;
		this.clock = clock;
	}

	/**
	 * Puts an event on its way to all channels that want it; one that was told is left
	 * out.
	 */
	public void tell(Event event) {
		this.channels.all()
			.stream()
			.filter((channel) -> channel.settings().wants(event))
			.forEach((channel) -> start(draft(channel, event)));
	}

	/** Sends a test to a channel, whatever it wants. */
	public Delivery test(Channel channel, String by) {
		Event event = new Event("test/" + UUID.randomUUID(), EventKind.TEST, this.clock.instant(),
				new Scope(null, null, null), "A test of the channel " + channel.settings().name(), "Sent by " + by,
				"/settings/notifications", Map.of("by", by));
		return start(draft(channel, event)).orElseThrow();
	}

	/** Sends the same once more, as a delivery of its own. */
	public Delivery again(Delivery delivery) {
		Draft draft = delivery.draft();
		return start(new Draft(draft.channel(), "again/" + UUID.randomUUID(), draft.kind(), draft.title(), draft.body(),
				this.clock.instant()))
			.orElseThrow();
	}

	/** Finds a delivery to a channel. */
	public Optional<Delivery> find(Channel channel, long id) {
		return this.deliveries.find(id).filter((delivery) -> delivery.draft().channel() == channel.id());
	}

	/** Deliveries to a channel below an id, newest first. */
	public List<Delivery> list(Channel channel, long below, int limit) {
		return this.deliveries.list(channel.id(), below, limit);
	}

	/** Where a delivery is. */
	public Optional<FlowView<DeliveryState>> flow(Delivery delivery) {
		return this.flows.find(this.kind, delivery.flowId());
	}

	/** What happened to it, oldest first. */
	public List<Transition> history(Delivery delivery) {
		return this.flows.history(DeliveryKind.NAME, delivery.flowId());
	}

	/** The attempts, oldest first. */
	public List<Attempt> attempts(Delivery delivery) {
		return this.deliveries.attempts(delivery);
	}

	private Draft draft(Channel channel, Event event) {
		return new Draft(channel.id(), event.key(), event.kind(), event.title(),
				this.sender.body(channel.settings().kind(), event), this.clock.instant());
	}

	private Optional<Delivery> start(Draft draft) {
		return this.deliveries.add(draft, (added) -> this.flows.start(this.kind, added.flowId(),
				new DeliveryState.Sending(1), added.draft().title()));
	}

}
