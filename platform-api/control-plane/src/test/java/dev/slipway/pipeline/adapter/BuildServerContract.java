package dev.slipway.pipeline.adapter;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.NoSuchElementException;

import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildServer;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.LogChunk;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What holds for every build server. */
@NullUnmarked
public abstract class BuildServerContract {

	/** The server, started, with the pipeline of {@code shop/orders}. */
	protected abstract BuildServer server();

	/** A wish for a build of a push whose pipeline does this. */
	protected abstract BuildRequest request(Does what);

	/** The build, once it is that far; waits for it. */
	protected abstract Build await(Build build, BuildStatus status);

	@Test
	void aBuildEndsAndItsLogIsReadFromAnyOffset() {
		Build build = server().trigger(request(Does.SUCCEED));
		Build ended = await(build, BuildStatus.SUCCESS);
		assertThat(ended.failure()).isNull();
		assertThat(ended.startedAt()).isAfterOrEqualTo(ended.queuedAt());
		assertThat(ended.endedAt()).isAfterOrEqualTo(ended.startedAt());
		LogChunk whole = server().log("orders", build.number(), 0);
		assertThat(whole.complete()).isTrue();
		assertThat(whole.text()).contains("said by the pipeline\n").endsWith("Finished: SUCCESS\n");
		LogChunk tail = server().log("orders", build.number(), -30);
		assertThat(tail.text()).isNotEmpty();
		assertThat(whole.text()).endsWith(tail.text());
		assertThat(tail.next()).isEqualTo(whole.next());
		assertThat(server().log("orders", build.number(), whole.next() + 100))
			.isEqualTo(new LogChunk("", whole.next(), true));
	}

	@Test
	void aFailureSaysWhatWentWrong() {
		Build build = server().trigger(request(Does.FAIL));
		Build ended = await(build, BuildStatus.FAILURE);
		assertThat(ended.failure().message()).contains("it broke");
		assertThat(ended.image()).isNull();
	}

	@Test
	void theSameKeyIsBuiltOnce() {
		BuildRequest request = request(Does.SUCCEED);
		Build first = server().trigger(request);
		assertThat(server().trigger(request).number()).isEqualTo(first.number());
		await(first, BuildStatus.SUCCESS);
		assertThat(server().trigger(request)).extracting(Build::number, Build::status)
			.containsExactly(first.number(), BuildStatus.SUCCESS);
	}

	@Test
	void aBuildThatRunsIsEndedBySomebody() {
		Build build = server().trigger(request(Does.HANG));
		await(build, BuildStatus.RUNNING);
		assertThat(server().abort("orders", build.number(), "bob")).isTrue();
		Build ended = await(build, BuildStatus.ABORTED);
		assertThat(ended.failure().message()).isEqualTo("Aborted by bob");
		assertThat(server().abort("orders", build.number(), "bob")).isFalse();
	}

	@Test
	void whatIsNotThereIsSaidSo() throws IOException {
		assertThat(server().health().up()).isTrue();
		assertThat(server().abort("orders", 99, "bob")).isFalse();
		assertThat(server().answer("orders", 99, "Go", true, Map.of(), "bob")).isFalse();
		assertThat(server().artifacts("orders", 99)).isEmpty();
		assertThat(server().log("orders", 99, 0)).isEqualTo(new LogChunk("", 0, true));
		assertThatThrownBy(() -> server().artifact("orders", 99, "a.txt")).isInstanceOf(NoSuchFileException.class);
		assertThatThrownBy(
				() -> server().trigger(BuildRequest.ofPush("shop", "nothing", "main", "0".repeat(40), "ann")))
			.isInstanceOf(NoSuchElementException.class);
	}

	/** What the pipeline of a build does. */
	public enum Does {

		/** Says a line and ends well. */
		SUCCEED,
		/** Fails with the message {@code it broke}. */
		FAIL,
		/** Goes on until it is ended. */
		HANG

	}

}
