package dev.slipway.repository.adapter;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.slipway.repository.Repositories;
import dev.slipway.repository.Repositories.TreeFile;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class GitRepositoriesTests {

	private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

	private static final Map<String, TreeFile> TREE = Map.of("a.txt", file("one"), "deploy/x.yaml", file("two"),
			"deploy/deep/y.yaml", file("three"), "deployed.txt", file("four"));

	private Path root;

	private Repositories repositories;

	@BeforeEach
	void repositories(@TempDir Path root) {
		this.root = root;
		this.repositories = new GitRepositories(root, URI.create("http://localhost:8080/"), CLOCK);
	}

	@Test
	void aRepeatWithTheSameKeyChangesNothing() {
		String first = create("key");
		assertThat(this.repositories.create("shop", "orders", Map.of("b.txt", file("x")), "bob", "Other", "key"))
			.isEqualTo(first);
		assertThat(this.repositories.head("shop", "orders", "main")).contains(first);
		assertThat(this.repositories.log("shop", "orders", "main", 10)).singleElement().satisfies((commit) -> {
			assertThat(commit.author()).isEqualTo("ann");
			assertThat(commit.message()).isEqualTo("Create orders");
			assertThat(commit.epochSecond()).isEqualTo(CLOCK.instant().getEpochSecond());
		});
	}

	@Test
	void addsFilesBesideThoseThatAreThere() {
		String first = create("key");
		this.repositories.add("shop", "orders", Map.of("deploy/prod/x.yaml", file("five"), "a.txt", file("six")), "bob",
				"Adopt it in prod");
		assertThat(this.repositories.head("shop", "orders", "main")).isPresent().get().isNotEqualTo(first);
		assertThat(this.repositories.readTree("shop", "orders", "main", "")).containsOnlyKeys("a.txt", "deploy/x.yaml",
				"deploy/deep/y.yaml", "deploy/prod/x.yaml", "deployed.txt");
		assertThat(this.repositories.read("shop", "orders", "main", "a.txt"))
			.hasValueSatisfying((content) -> assertThat(content).asString().isEqualTo("six"));
		assertThat(this.repositories.log("shop", "orders", "main", 10)).extracting((commit) -> commit.message())
			.containsExactly("Adopt it in prod", "Create orders");
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.repositories.add("shop", "none", TREE, "bob", "x"));
	}

	@Test
	void tellsWhatOneCommitHasThatOthersHaveNot() {
		String first = create("key");
		this.repositories.add("shop", "orders", Map.of("b.txt", file("two")), "bob", "Go on");
		String head = this.repositories.head("shop", "orders", "main").orElseThrow();
		assertThat(this.repositories.log("shop", "orders", head, List.of(first, "0".repeat(40)), 9))
			.extracting(Repositories.Commit::id)
			.containsExactly(head);
		assertThat(this.repositories.log("shop", "orders", first, List.of(head), 9)).isEmpty();
		assertThat(this.repositories.log("shop", "orders", head, List.of(head), 9)).isEmpty();
	}

	@Test
	void nothingCleansUpBehindARepositorysBack() throws IOException {
		create("key");
		try (Repository repository = new FileRepositoryBuilder()
			.setGitDir(this.root.resolve("shop/orders.git").toFile())
			.build()) {
			assertThat(repository.getConfig().getBoolean("gc", "autoDetach", true)).isFalse();
		}
	}

	@Test
	void anotherKeyIsRefusedAndDeletesNothing() {
		String first = create("key");
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> create("other"))
			.withMessageContaining("choose another name")
			.withMessageNotContaining(this.root.toString());
		this.repositories.delete("shop", "orders", "other");
		assertThat(this.repositories.head("shop", "orders", "main")).contains(first);
	}

	@Test
	void deletingLeavesNothingBehind() throws IOException {
		create("key");
		this.repositories.delete("shop", "orders", "key");
		this.repositories.delete("shop", "orders", "key");
		try (Stream<Path> left = Files.list(this.root)) {
			assertThat(left).isEmpty();
		}
	}

	@Test
	void filesAreReadAtACommit() {
		String commit = create("key");
		assertThat(this.repositories.read("shop", "orders", commit, "a.txt"))
			.hasValueSatisfying((content) -> assertThat(new String(content, StandardCharsets.UTF_8)).isEqualTo("one"));
		assertThat(this.repositories.read("shop", "orders", commit, "deploy")).isEmpty();
		assertThat(this.repositories.read("shop", "orders", commit, "none")).isEmpty();
		assertThat(this.repositories.readTree("shop", "orders", commit, "deploy/")).containsOnlyKeys("deploy/x.yaml",
				"deploy/deep/y.yaml");
		assertThat(this.repositories.readTree("shop", "orders", "main", "")).hasSize(4);
		assertThat(this.repositories.readTree("shop", "orders", "0".repeat(40), "deploy")).isEmpty();
	}

	@Test
	void whatIsNotThereIsEmpty() {
		assertThat(this.repositories.head("shop", "none", "main")).isEmpty();
		assertThat(this.repositories.log("shop", "none", "main", 3)).isEmpty();
		assertThat(this.repositories.read("shop", "none", "main", "a")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "..", "../x", "a/b", "", ".hidden", "A", "a\0b" })
	void namesCannotLeaveTheFolder(String name) {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> this.repositories.create("shop", name, TREE, "ann", "x", "key"));
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> this.repositories.read(name, "orders", "main", "a.txt"));
	}

	@Test
	void aTreeThatGitRefusesLeavesNothing() throws IOException {
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(
				() -> this.repositories.create("shop", "orders", Map.of(".git/config", file("x")), "ann", "x", "key"));
		try (Stream<Path> left = Files.walk(this.root).filter(Files::isRegularFile)) {
			assertThat(left).isEmpty();
		}
	}

	private String create(String key) {
		return this.repositories.create("shop", "orders", TREE, "ann", "Create orders", key);
	}

	private static TreeFile file(String text) {
		return new TreeFile(text.getBytes(StandardCharsets.UTF_8), false);
	}

}
