package dev.slipway.promotion.adapter;

import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.slipway.access.Role;
import dev.slipway.promotion.EnvironmentRules;
import dev.slipway.promotion.EnvironmentRules.Approvals;
import dev.slipway.promotion.Freeze;
import dev.slipway.promotion.FreezeText;
import dev.slipway.promotion.RuleBook;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;

/** The rules that are configured below {@code slipway.environments}. */
final class RuleSettings {

	private RuleSettings() {
	}

	/**
	 * Reads them.
	 * @param order the names of the environments, in promotion order
	 * @throws IllegalArgumentException naming the setting that cannot be
	 */
	static RuleBook read(Binder binder, List<String> order) {
		Map<String, EnvironmentRules> rules = new LinkedHashMap<>();
		for (Entry entry : binder.bind("slipway.environments", Bindable.listOf(Entry.class)).orElseGet(List::of)) {
			try {
				rules.put(entry.name(), entry.rules(order));
			}
			catch (IllegalArgumentException ex) {
				throw new IllegalArgumentException("slipway.environments, " + entry.name() + ": " + ex.getMessage(),
						ex);
			}
		}
		return new RuleBook(rules);
	}

	/**
	 * What concerns the rules of one environment.
	 *
	 * @param name such as {@code prod}
	 * @param freeze when no release begins
	 * @param after the environment in which a digest must have succeeded
	 * @param approvals who has to agree to a promotion
	 * @param promote {@code automatic} or {@code manual}
	 * @param soak how long after success in the environment before
	 */
	record Entry(String name, @Nullable List<Window> freeze, @Nullable String after, @Nullable Agreement approvals,
			@Nullable String promote, @Nullable Duration soak) {

		EnvironmentRules rules(List<String> order) {
			if (this.after != null && !before(this.after, order)) {
				throw new IllegalArgumentException(
						"after: " + this.after + " is no environment before it; there are, in order, " + order);
			}
			List<Freeze> freezes = (this.freeze != null) ? this.freeze.stream().map(Window::freeze).toList()
					: List.of();
			return new EnvironmentRules(freezes, this.after,
					(this.approvals != null) ? this.approvals.approvals() : Approvals.NONE, automatic());
		}

		private boolean before(String other, List<String> order) {
			int index = order.indexOf(other);
			return index >= 0 && index < order.indexOf(this.name);
		}

		private @Nullable Duration automatic() {
			String way = (this.promote != null) ? this.promote.toLowerCase(Locale.ROOT) : "manual";
			if (!List.of("automatic", "manual").contains(way)) {
				throw new IllegalArgumentException("promote: has to be automatic or manual");
			}
			if (way.equals("manual")) {
				return null;
			}
			if (this.after == null) {
				throw new IllegalArgumentException("promote: automatic needs after: the environment before");
			}
			return (this.soak != null) ? this.soak : Duration.ZERO;
		}

	}

	/**
	 * When an environment is frozen.
	 *
	 * @param from {@code Fri 16:00} of every week, or an instant
	 * @param to {@code Mon 08:00} of every week, or an instant
	 * @param zone whose clocks count; UTC if missing
	 * @param reason why
	 * @param requests {@code wait}, the default, or {@code refused}
	 */
	record Window(@Nullable String from, @Nullable String to, @Nullable String zone, @Nullable String reason,
			@Nullable String requests) {

		Freeze freeze() {
			if (this.from == null || this.from.isBlank()) {
				throw new IllegalArgumentException("freeze: from is missing, such as Fri 16:00");
			}
			String way = (this.requests != null) ? this.requests.toLowerCase(Locale.ROOT) : "wait";
			if (!List.of("wait", "refused").contains(way)) {
				throw new IllegalArgumentException("freeze: requests has to be wait or refused");
			}
			return new Freeze(FreezeText.window(this.from, this.to, zoneId()),
					(this.reason != null) ? this.reason.strip() : "", way.equals("refused"));
		}

		private ZoneId zoneId() {
			try {
				return ZoneId.of((this.zone != null) ? this.zone : "UTC");
			}
			catch (java.time.DateTimeException ex) {
				throw new IllegalArgumentException("freeze: there is no zone " + this.zone, ex);
			}
		}

	}

	/**
	 * Who has to agree.
	 *
	 * @param count how many people; 1 if missing
	 * @param role that each has; developer if missing
	 * @param notByRequester whether whoever asked does not count; true if missing
	 */
	record Agreement(@Nullable Integer count, @Nullable Role role, @Nullable Boolean notByRequester) {

		Approvals approvals() {
			int people = (this.count != null) ? this.count : 1;
			if (people < 0) {
				throw new IllegalArgumentException("approvals: count must not be negative");
			}
			return new Approvals(people, (this.role != null) ? this.role : Role.DEVELOPER,
					this.notByRequester == null || this.notByRequester);
		}

	}

}
