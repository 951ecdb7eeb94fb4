package dev.slipway.console.services;

import java.time.Instant;
import java.util.List;

import dev.slipway.console.services.Views.Build;
import org.jspecify.annotations.Nullable;

/** What the pages of builds show beside the builds themselves. */
final class BuildViews {

	private BuildViews() {
	}

	/** A build among those of other services. */
	record Fleet(String team, Line build) {
	}

	/** A build in a list. */
	record Line(String service, int number, @Nullable String branch, @Nullable String commit, @Nullable String status,
			@Nullable Instant queuedAt, @Nullable Instant startedAt, long durationMillis, @Nullable String cause,
			@Nullable String startedBy) {

		public @Nullable Instant at() {
			return (this.startedAt != null) ? this.startedAt : this.queuedAt;
		}

	}

	/** A build that waits, for a runner or for a person. */
	record Waiting(Fleet build, Instant since, String waitsFor, String reason) {

		public boolean person() {
			return "PERSON".equals(this.waitsFor);
		}

	}

	/** What a build asks a person. */
	record Input(String id, String message, String proceedLabel, List<Parameter> parameters, List<String> submitters,
			Instant askedAt, boolean mayAnswer, @Nullable Answer answer) {

		Input {
			parameters = Views.orEmpty(parameters);
			submitters = Views.orEmpty(submitters);
		}

	}

	/** A value that is asked for. */
	record Parameter(String name, @Nullable String type, @Nullable String description, @Nullable String value,
			List<String> choices) {

		Parameter {
			choices = Views.orEmpty(choices);
		}

		/** The type of its field. */
		public String field() {
			return "password".equals(this.type) ? "password" : "text";
		}

	}

	/** What a person said. */
	record Answer(boolean proceed, String actor, Instant at) {
	}

	/** A file that the build keeps. */
	record Artifact(String path, long size) {

		/** {@code 12.3 MB}. */
		public String bytes() {
			if (this.size < 1024) {
				return this.size + " B";
			}
			return (this.size < 1 << 20) ? String.format(java.util.Locale.ROOT, "%.1f kB", this.size / 1024.0)
					: String.format(java.util.Locale.ROOT, "%.1f MB", this.size / 1048576.0);
		}

		/** The path, with what an address cannot hold escaped. */
		public String href() {
			return org.springframework.web.util.UriUtils.encodePath(this.path, java.nio.charset.StandardCharsets.UTF_8);
		}

	}

	/** Whether the stage graph of a build has anything to show. */
	static StageGraph graph(Build build) {
		return StageGraph.of(build.stages());
	}

}
