package dev.slipway.pipeline.web;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildFailure;
import dev.slipway.pipeline.BuildStage;
import org.jspecify.annotations.Nullable;

/** A build as JSON. */
record BuildView(String service, int number, String branch, String commit, String status, Instant queuedAt,
		@Nullable Instant startedAt, @Nullable Instant endedAt, long durationMillis, String cause, String startedBy,
		@Nullable String image, @Nullable BuildFailure failure, Map<String, String> parameters, List<StageView> stages,
		@Nullable String notice) {

	static BuildView of(Build build, List<BuildStage> stages, Instant now) {
		return of(build, stages, null, now);
	}

	static BuildView of(Build build, List<BuildStage> stages, @Nullable String notice, Instant now) {
		return new BuildView(build.service(), build.number(), build.request().branch(), build.request().commit(),
				build.status().name(), build.queuedAt(), build.startedAt(), build.endedAt(),
				build.duration(now).toMillis(), build.request().cause(), build.request().startedBy(), build.image(),
				build.failure(), build.request().parameters(),
				stages.stream().map((stage) -> StageView.of(stage, now)).toList(), notice);
	}

	/** A stage as JSON. */
	record StageView(int id, @Nullable Integer parent, String kind, String name, String status, Instant startedAt,
			long durationMillis, @Nullable String message, long logStart) {

		static StageView of(BuildStage stage, Instant now) {
			return new StageView(stage.id(), stage.parent(), stage.kind(), stage.name(), stage.status().name(),
					stage.startedAt(), stage.duration(now).toMillis(), stage.message(), stage.logStart());
		}

	}

}
