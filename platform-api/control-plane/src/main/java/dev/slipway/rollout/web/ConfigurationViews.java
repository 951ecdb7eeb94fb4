package dev.slipway.rollout.web;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.slipway.api.Problem;
import dev.slipway.rollout.Configurations.Current;
import dev.slipway.rollout.Configurations.Entry;
import dev.slipway.rollout.Overrides.Change;
import dev.slipway.rollout.Release;
import dev.slipway.rollout.Status;
import dev.slipway.strategy.Forecast;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Configuration as the API shows it. */
final class ConfigurationViews {

	private ConfigurationViews() {
	}

	static Configuration of(Current current) {
		Release base = current.base();
		return new Configuration(base.number(), base.draft().image(), base.draft().commit(), current.entries());
	}

	static ConfigurationChange change(Release release, Status status, List<Change> changes) {
		return new ConfigurationChange(release.number(), status, changes, release.draft().requestedBy(),
				release.draft().requestedAt());
	}

	/** The configuration in force. */
	@Schema(name = "Configuration")
	record Configuration(@Schema(description = "The release that has it") int release, String image, String commit,
			List<Entry> entries) {
	}

	/** A release that changes the configuration. */
	@Schema(name = "ConfigurationChange")
	record ConfigurationChange(int release, Status status, List<Change> changes, String by, Instant at) {
	}

	/** What a change would do. */
	@Schema(name = "ConfigurationPreview")
	record ConfigurationPreview(List<Change> changes, @Schema(
			description = "How the release would go; missing when the cluster does not answer") @Nullable Forecast forecast) {
	}

	/** What is to be laid over the repository's values. */
	@Schema(name = "ConfigurationRequest")
	record ConfigurationBody(
			@Schema(description = "All overrides, by key; those that are left out are gone",
					example = "{\"GREETING\": \"hello\"}") @Nullable Map<String, @Nullable String> overrides,
			@Schema(description = "Why the environment's rules are overridden for this release; for operators",
					example = "Fixes the outage INC-42") @Nullable String override) {

		Map<String, String> checked() {
			if (this.overrides == null) {
				throw Problem.invalid("overrides", "must be an object of keys and values");
			}
			Map<String, String> checked = new TreeMap<>();
			this.overrides.forEach((key, value) -> {
				if (value == null) {
					throw Problem.invalid("overrides." + key, "must be a text").remedy("Leave it out to remove it");
				}
				checked.put(key, value);
			});
			return checked;
		}

		@Nullable String checkedReason() {
			return (this.override != null) ? ReleaseBody.reason("override", this.override) : null;
		}

	}

}
