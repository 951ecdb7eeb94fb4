package dev.slipway.notification.web;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import dev.slipway.access.AccessDenied;
import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.api.Page;
import dev.slipway.api.Problem;
import dev.slipway.notification.Channel;
import dev.slipway.notification.Channel.Settings;
import dev.slipway.notification.ChannelStore;
import dev.slipway.notification.Delivery;
import dev.slipway.notification.Notifications;
import dev.slipway.notification.Sender;
import dev.slipway.notification.web.NotificationViews.ChannelBody;
import dev.slipway.notification.web.NotificationViews.ChannelView;
import dev.slipway.notification.web.NotificationViews.DeliveryView;
import dev.slipway.notification.web.NotificationViews.MadeChannel;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Where notifications go, for operators. */
@RestController
@RequestMapping("/api/v1/notification-channels")
@Tag(name = "Notifications")
class ChannelController {

	private static final int MOST = 100;

	private static final SecureRandom RANDOM = new SecureRandom();

	private final ChannelStore channels;

	private final Notifications notifications;

	private final Sender sender;

	private final Clock clock;

	ChannelController(ChannelStore channels, Notifications notifications, Sender sender, ObjectProvider<Clock> clock) {
		this.channels = channels;
		this.notifications = notifications;
		this.sender = sender;
		this.clock = clock.getIfUnique(Clock::systemUTC);
	}

	@GetMapping
	@Operation(summary = "The channels that notifications go to", description = "For operators.")
	Page<ChannelView> list(Actor actor) {
		requireOperator(actor);
		return new Page<>(this.channels.all().stream().map(NotificationViews::view).toList(), null);
	}

	@PostMapping
	@Operation(summary = "Makes a channel",
			description = "For operators. The key that signs is shown in this answer only. A receiver of kind WEBHOOK "
					+ "computes HMAC-SHA256 with it over the header Slipway-Timestamp, a dot and the body, compares "
					+ "sha256=<hex> with Slipway-Signature, refuses timestamps older than five minutes, and ignores a "
					+ "Slipway-Delivery that it has seen.")
	ResponseEntity<MadeChannel> make(Actor actor, @RequestBody ChannelBody body) {
		requireOperator(actor);
		Settings settings = checked(body, null);
		try {
			Channel made = this.channels.add(settings, actor.name(), this.clock.instant());
			return ResponseEntity.created(URI.create("/api/v1/notification-channels/" + made.id()))
				.body(new MadeChannel(NotificationViews.view(made),
						(settings.kind() == Channel.Kind.WEBHOOK) ? settings.secret() : null));
		}
		catch (IllegalStateException ex) {
			throw Problem.conflict(String.valueOf(ex.getMessage())).field("name", "is taken");
		}
	}

	@GetMapping("/{id}")
	@Operation(summary = "One channel", description = "For operators. Address and key are never shown again.")
	ChannelView get(Actor actor, @PathVariable long id) {
		return NotificationViews.view(channel(actor, id));
	}

	@PutMapping("/{id}")
	@Operation(summary = "Changes a channel", description = "For operators. What is missing stays as it is. The key "
			+ "of a channel that becomes a WEBHOOK is shown in this answer only.")
	ChannelView change(Actor actor, @PathVariable long id, @RequestBody ChannelBody body) {
		Channel channel = channel(actor, id);
		Settings settings = checked(body, channel.settings());
		try {
			this.channels.update(id, settings);
		}
		catch (IllegalStateException ex) {
			throw Problem.conflict(String.valueOf(ex.getMessage())).field("name", "is taken");
		}
		boolean made = channel.settings().secret().isEmpty() && !settings.secret().isEmpty();
		return NotificationViews.view(channel(actor, id), made ? settings.secret() : null);
	}

	@DeleteMapping("/{id}")
	@Operation(summary = "Removes a channel", description = "For operators. What is on its way to it is given up.")
	ResponseEntity<Void> remove(Actor actor, @PathVariable long id) {
		channel(actor, id);
		this.channels.remove(id);
		return ResponseEntity.noContent().build();
	}

	@PostMapping("/{id}/test")
	@Operation(summary = "Sends a test to a channel", description = "For operators.")
	ResponseEntity<DeliveryView> test(Actor actor, @PathVariable long id) {
		Channel channel = channel(actor, id);
		return accepted(channel, this.notifications.test(channel, actor.name()));
	}

	@GetMapping("/{id}/deliveries")
	@Operation(summary = "What was sent to a channel, newest first", description = "For operators.")
	Page<DeliveryView> deliveries(Actor actor, @PathVariable long id, @RequestParam(defaultValue = "20") int limit,
			@RequestParam(required = false) @Nullable String cursor) {
		Channel channel = channel(actor, id);
		if (limit < 1 || limit > MOST) {
			throw Problem.invalid("limit", "must be from 1 to " + MOST);
		}
		if (cursor != null && !cursor.matches("\\d{1,18}")) {
			throw Problem.invalid("cursor", "is none that was given out");
		}
		long below = (cursor != null) ? Long.parseLong(cursor) : Long.MAX_VALUE;
		List<Delivery> found = this.notifications.list(channel, below, limit + 1);
		List<Delivery> page = found.subList(0, Math.min(limit, found.size()));
		return new Page<>(page.stream().map(this::view).toList(),
				(found.size() > limit) ? Long.toString(page.get(limit - 1).id()) : null);
	}

	@GetMapping("/{id}/deliveries/{delivery}")
	@Operation(summary = "One delivery with its attempts", description = "For operators.")
	DeliveryView delivery(Actor actor, @PathVariable long id, @PathVariable long delivery) {
		return view(delivery(channel(actor, id), delivery));
	}

	@PostMapping("/{id}/deliveries/{delivery}/redeliver")
	@Operation(summary = "Sends the same once more", description = "For operators. A delivery of its own.")
	ResponseEntity<DeliveryView> redeliver(Actor actor, @PathVariable long id, @PathVariable long delivery) {
		Channel channel = channel(actor, id);
		return accepted(channel, this.notifications.again(delivery(channel, delivery)));
	}

	private ResponseEntity<DeliveryView> accepted(Channel channel, Delivery delivery) {
		return ResponseEntity.accepted()
			.location(URI.create("/api/v1/notification-channels/" + channel.id() + "/deliveries/" + delivery.id()))
			.body(view(delivery));
	}

	private DeliveryView view(Delivery delivery) {
		return NotificationViews.view(delivery, this.notifications.flow(delivery).orElse(null),
				this.notifications.attempts(delivery));
	}

	private Delivery delivery(Channel channel, long id) {
		return this.notifications.find(channel, id).orElseThrow(() -> Problem.notFound("Delivery " + id));
	}

	private Channel channel(Actor actor, long id) {
		requireOperator(actor);
		return this.channels.find(id).orElseThrow(() -> Problem.notFound("Channel " + id));
	}

	private Settings checked(ChannelBody body, @Nullable Settings before) {
		String name = (body.name() != null) ? body.name().strip() : (before != null) ? before.name() : "";
		if (!name.matches("[A-Za-z0-9][A-Za-z0-9 ._#-]{0,62}")) {
			throw Problem.invalid("name", "must be letters, digits, spaces and . _ # -, at most 63");
		}
		Channel.Kind kind = (body.kind() != null) ? body.kind() : (before != null) ? before.kind() : null;
		if (kind == null) {
			throw Problem.invalid("kind", "must be SLACK or WEBHOOK");
		}
		String url = given(body.url()) ? String.valueOf(body.url()).strip() : (before != null) ? before.url() : "";
		String problem = (url.length() > 2_000) ? "is too long" : this.sender.problem(url);
		if (problem != null) {
			throw Problem.invalid("url", problem);
		}
		String secret = secret(body, kind, before);
		if (before == null) {
			return settings(body, new Settings(name, kind, url, secret, Set.of(), Set.of(), Set.of(), true));
		}
		return settings(body, new Settings(name, kind, url, secret, before.teams(), before.environments(),
				before.events(), before.enabled()));
	}

	/** With what the body says of whom and when to tell. */
	private static Settings settings(ChannelBody body, Settings other) {
		return new Settings(other.name(), other.kind(), other.url(), other.secret(), body.teamsOr(other.teams()),
				body.environmentsOr(other.environments()), (body.events() != null) ? body.events() : other.events(),
				(body.enabled() != null) ? body.enabled() : other.enabled());
	}

	private static String secret(ChannelBody body, Channel.Kind kind, @Nullable Settings before) {
		if (kind == Channel.Kind.SLACK) {
			return "";
		}
		if (given(body.secret())) {
			String secret = String.valueOf(body.secret());
			if (secret.length() < 16 || secret.length() > 200) {
				throw Problem.invalid("secret", "must have from 16 to 200 characters");
			}
			return secret;
		}
		if (before != null && !before.secret().isEmpty()) {
			return before.secret();
		}
		byte[] bytes = new byte[32];
		RANDOM.nextBytes(bytes);
		return HexFormat.of().formatHex(bytes);
	}

	private static boolean given(@Nullable String text) {
		return text != null && !text.isBlank();
	}

	private static void requireOperator(Actor actor) {
		if (actor.role().compareTo(Role.OPERATOR) < 0) {
			throw new AccessDenied(actor.name() + " needs the role OPERATOR");
		}
	}

}
