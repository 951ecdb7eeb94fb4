package dev.slipway.notification.web;

import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.api.Problem;
import dev.slipway.flow.FlowView;
import dev.slipway.notification.Channel;
import dev.slipway.notification.Channel.Settings;
import dev.slipway.notification.Delivery;
import dev.slipway.notification.Delivery.Attempt;
import dev.slipway.notification.DeliveryState;
import dev.slipway.notification.EventKind;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Channels and deliveries as the API shows them: without addresses' paths and keys. */
final class NotificationViews {

	private NotificationViews() {
	}

	static ChannelView view(Channel channel) {
		return view(channel, null);
	}

	/** With the key that was made now. */
	static ChannelView view(Channel channel, @Nullable String secret) {
		Settings settings = channel.settings();
		return new ChannelView(channel.id(), settings.name(), settings.kind(), address(settings.url()),
				settings.teams().stream().sorted().toList(), settings.environments().stream().sorted().toList(),
				settings.events().stream().sorted(Comparator.naturalOrder()).toList(), settings.enabled(),
				channel.madeBy(), channel.madeAt(), secret);
	}

	/** None is known of a channel that is sealed with a key that is not there. */
	static String address(String sealed) {
		if (sealed.isEmpty()) {
			return "unknown: it is sealed with a key that the platform does not have";
		}
		URI url = URI.create(sealed);
		return url.getScheme() + "://" + url.getAuthority() + "/…";
	}

	static DeliveryView view(Delivery delivery, @Nullable FlowView<DeliveryState> flow, List<Attempt> attempts) {
		DeliveryState state = (flow != null) ? flow.state() : null;
		String status = (state == null) ? "UNKNOWN" : state.getClass().getSimpleName().toUpperCase(Locale.ROOT);
		String reason = (state instanceof DeliveryState.GivenUp up) ? up.reason() : null;
		Instant next = (state instanceof DeliveryState.Resting resting) ? resting.until() : null;
		return new DeliveryView(delivery.id(), delivery.draft().kind(), delivery.draft().title(), status, reason, next,
				delivery.draft().madeAt(), delivery.draft().body(),
				attempts.stream().map(NotificationViews::view).toList());
	}

	private static AttemptView view(Attempt attempt) {
		return new AttemptView(attempt.number(), attempt.at(), attempt.status(), attempt.took().toMillis(),
				attempt.answer());
	}

	/** What a channel is made of; of one that is changed what is missing stays. */
	@Schema(name = "NotificationChannelRequest")
	record ChannelBody(@Schema(example = "shop-alerts") @Nullable String name, Channel.@Nullable Kind kind,
			@Schema(description = "Where it is; http or https",
					example = "https://hooks.slack.com/services/T0/B0/x") @Nullable String url,
			@Schema(description = "The key that signs, for WEBHOOK; made if missing") @Nullable String secret,
			@Schema(description = "Whose events; everybody's if missing") @Nullable Set<String> teams,
			@Schema(description = "Of which environments; all if missing") @Nullable Set<String> environments,
			@Schema(description = "Which kinds; all if missing") @Nullable Set<EventKind> events,
			@Schema(description = "Whether it is told anything; true if missing") @Nullable Boolean enabled) {

		Set<String> teamsOr(Set<String> missing) {
			return names("teams", this.teams, missing);
		}

		Set<String> environmentsOr(Set<String> missing) {
			return names("environments", this.environments, missing);
		}

		private static Set<String> names(String field, @Nullable Set<String> names, Set<String> missing) {
			if (names == null) {
				return missing;
			}
			if (names.size() > 50 || names.stream().anyMatch((name) -> !name.matches("[a-z0-9-]{1,63}"))) {
				throw Problem.invalid(field, "must be at most 50 names of lower-case letters, digits and dashes");
			}
			return names;
		}

	}

	/** A channel. */
	@Schema(name = "NotificationChannel")
	record ChannelView(long id, String name, Channel.Kind kind,
			@Schema(description = "Scheme and host of its address; the rest is a secret") String address,
			List<String> teams, List<String> environments, List<EventKind> events, boolean enabled, String madeBy,
			Instant madeAt, @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(
					description = "The key that signs; only where a change made one") @Nullable String secret) {
	}

	/** A channel that was made. */
	@Schema(name = "MadeNotificationChannel")
	record MadeChannel(ChannelView channel,
			@Schema(description = "The key that signs; shown only here") @Nullable String secret) {
	}

	/** A delivery. */
	@Schema(name = "NotificationDelivery")
	record DeliveryView(long id, EventKind event, String title,
			@Schema(description = "SENDING, RESTING until the next attempt, DELIVERED or GIVENUP") String status,
			@Schema(description = "Why it was given up") @Nullable String reason,
			@Schema(description = "When the next attempt is made") @Nullable Instant nextAttemptAt, Instant madeAt,
			@Schema(description = "What is sent") String body, List<AttemptView> attempts) {
	}

	/** One attempt. */
	@Schema(name = "NotificationAttempt")
	record AttemptView(int number, Instant at, @Nullable Integer status, long millis,
			@Schema(description = "The beginning of the answer, or what went wrong") String answer) {
	}

}
