package dev.slipway.pipeline.adapter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildReferences;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildStatus;
import dev.slipway.pipeline.BuildStore;
import dev.slipway.test.Databases;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Of 8 builds, 4 are kept with their logs and 2 with their workspaces. */
class RetentionTest {

	private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

	private final BuildStore store = PipelineAccess.store(Databases.memory());

	private Path folder = Path.of("");

	@BeforeEach
	void build(@TempDir Path builds) throws IOException {
		this.folder = builds;
		for (String service : List.of("orders", "stock")) {
			this.store.addPipeline("shop", service);
			for (int i = 1; i <= 8; i++) {
				build(service, i, true);
			}
		}
	}

	@Test
	void keepsTheNewest() {
		retention((team, service) -> Set.of()).tidy();
		assertThat(numbers("orders")).containsExactly(8, 7, 6, 5);
		assertThat(numbers("stock")).containsExactly(8, 7, 6, 5);
		assertThat(files("log")).containsExactly(5, 6, 7, 8);
		assertThat(files("workspace/pom.xml")).containsExactly(7, 8);
		assertThat(files("workspace@2/pom.xml")).containsExactly(7, 8);
	}

	@Test
	void keepsWhatIsNeededWithoutItsWorkspace() {
		retention((team, service) -> (team + "/" + service).equals("shop/orders") ? Set.of(2, 7) : Set.of()).tidy();
		assertThat(numbers("orders")).containsExactly(8, 7, 6, 5, 2);
		assertThat(numbers("stock")).containsExactly(8, 7, 6, 5);
		assertThat(files("log")).containsExactly(2, 5, 6, 7, 8);
		assertThat(files("workspace/pom.xml")).containsExactly(7, 8);
	}

	@Test
	void leavesWhatHasNotEnded() throws IOException {
		build("orders", 9, false);
		for (int i = 10; i <= 15; i++) {
			build("orders", i, true);
		}
		retention((team, service) -> Set.of()).tidy();
		assertThat(numbers("orders")).containsExactly(15, 14, 13, 12, 9);
		assertThat(files("workspace/pom.xml")).containsExactly(9, 14, 15);
	}

	@Test
	void goesOnWithTheOthersWhenOneFails() {
		retention((team, service) -> {
			if (service.equals("orders")) {
				throw new IllegalStateException("the repository is away");
			}
			return Set.of();
		}).tidy();
		assertThat(numbers("orders")).hasSize(8);
		assertThat(numbers("stock")).hasSize(4);
	}

	private Retention retention(BuildReferences needed) {
		RunnerSettings settings = new RunnerSettings(this.folder, "", this.folder, 1, 4, Duration.ofMinutes(1),
				Duration.ofMinutes(1), Duration.ofSeconds(1), 64, "http://localhost:8080", 2, 4);
		return new Retention(settings, this.store, () -> Stream.of(needed));
	}

	private List<Integer> numbers(String service) {
		return this.store.list(service, 100, 100).stream().map(Build::number).toList();
	}

	/** The builds of orders that have this file. */
	private List<Integer> files(String name) {
		return IntStream.rangeClosed(1, 20)
			.filter((number) -> Files.exists(this.folder.resolve("orders").resolve(number + "/" + name)))
			.boxed()
			.toList();
	}

	private void build(String service, int number, boolean ended) throws IOException {
		Build build = this.store
			.add(new BuildRequest("shop", service, "main", "c", "key-" + number, "Push by ann", "ann"), NOON)
			.build();
		if (ended) {
			this.store.save(build.ended(BuildStatus.SUCCESS, null, null, NOON));
		}
		Path home = this.folder.resolve(service).resolve(String.valueOf(number));
		for (String workspace : List.of("workspace", "workspace@2")) {
			Files.createDirectories(home.resolve(workspace));
			Files.writeString(home.resolve(workspace).resolve("pom.xml"), "<project/>");
		}
		Files.writeString(home.resolve("log"), "Finished: SUCCESS\n");
	}

}
