package dev.slipway.repository.adapter;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import dev.slipway.repository.Repositories.TreeFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/** The real git clones and pushes. */
class GitHttpTests {

	private static final String ORDERS = "/git/shop/orders.git";

	private Path folder;

	private GitServer server;

	private String first;

	@BeforeEach
	void start(@TempDir Path folder) throws Exception {
		this.folder = folder;
		this.server = new GitServer(folder, true, DataSize.ofKilobytes(200));
		this.first = this.server.repositories.create("shop", "orders",
				Map.of("a.txt", file("one", false), "run.sh", file("#!/bin/sh\n", true)), "ann", "Create", "key");
	}

	@AfterEach
	void stop() throws Exception {
		this.server.close();
	}

	@Test
	void clonesWithoutSignInOnThisMachine() throws Exception {
		this.server.ok(".", "clone", "-q", this.server.url("", ORDERS), "work");
		assertThat(this.folder.resolve("work/a.txt")).hasContent("one");
		assertThat(this.folder.resolve("work/run.sh")).isExecutable();
		assertThat(this.server.ok("work", "rev-parse", "HEAD")).isEqualTo(this.first);
		assertThat(this.server.ok("work", "branch", "--show-current")).isEqualTo("main");
	}

	@Test
	void pushesWithATokenAndListenersAreTold() throws Exception {
		String head = commit("dev-token", "a.txt", "two");
		assertThat(this.server.ok("work", "push", "origin", "main")).contains("localhost:8080/services/orders");
		Awaitility.await().until(() -> !this.server.told.isEmpty());
		assertThat(this.server.told).containsExactly("shop/orders main " + head + " ann");
		Awaitility.await().until(() -> this.server.journal.open().isEmpty());
		assertThat(this.server.repositories.head("shop", "orders", "main")).contains(head);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "wrong-token", "viewer-token", "other-token" })
	void othersCannotPush(String token) throws Exception {
		commit("dev-token", "a.txt", "two");
		GitServer.Result push = this.server.git("work", "push", this.server.url(token, ORDERS), "main");
		assertThat(push.exit()).isNotZero();
		assertThat(push.output()).containsAnyOf("token", "needs the role DEVELOPER in team shop");
		assertThat(this.server.repositories.head("shop", "orders", "main")).contains(this.first);
		assertThat(this.server.journal.open()).isEmpty();
	}

	@Test
	void theHistoryOfMainStays() throws Exception {
		commit("dev-token", "a.txt", "two");
		this.server.ok("work", "push", "-q", "origin", "main");
		this.server.ok("work", "reset", "-q", "--hard", this.first);
		commitIn("work", "a.txt", "three");
		GitServer.Result force = this.server.git("work", "push", "--force", "origin", "main");
		assertThat(force.exit()).isNotZero();
		assertThat(force.output()).contains("history of main cannot be rewritten");
		GitServer.Result delete = this.server.git("work", "push", "origin", ":main");
		assertThat(delete.exit()).isNotZero();
		assertThat(delete.output()).contains("main cannot be deleted");
		assertThat(this.server.journal.open()).isEmpty();
	}

	@Test
	void otherBranchesAreForcedAndDeletedFreely() throws Exception {
		commit("dev-token", "a.txt", "two");
		this.server.ok("work", "push", "-q", "origin", "main:feature/x");
		this.server.ok("work", "commit", "-q", "--amend", "-m", "Again");
		String amended = this.server.ok("work", "rev-parse", "HEAD");
		this.server.ok("work", "push", "-q", "--force", "origin", "main:feature/x");
		assertThat(this.server.repositories.head("shop", "orders", "feature/x")).contains(amended);
		this.server.ok("work", "push", "-q", "origin", ":feature/x");
		assertThat(this.server.repositories.head("shop", "orders", "feature/x")).isEmpty();
		Awaitility.await().until(() -> this.server.told.size() == 2 && this.server.journal.open().isEmpty());
		assertThat(this.server.told.get(1)).contains("feature/x " + amended);
	}

	@Test
	void aTagIsToldWithItsCommit() throws Exception {
		String head = commit("dev-token", "a.txt", "two");
		this.server.ok("work", "tag", "-a", "-m", "Release it", "v1.4.0");
		this.server.ok("work", "push", "-q", "origin", "v1.4.0");
		Awaitility.await().until(() -> !this.server.told.isEmpty() && this.server.journal.open().isEmpty());
		assertThat(this.server.told).containsExactly("shop/orders tag v1.4.0 " + head + " ann");
		assertThat(this.server.repositories.tag("shop", "orders", "v1.4.0")).contains(head);
		assertThat(this.server.repositories.tag("shop", "orders", "v1")).isEmpty();
	}

	@Test
	void onlyBranchesAndTagsArePushed() throws Exception {
		commit("dev-token", "a.txt", "two");
		GitServer.Result push = this.server.git("work", "push", "origin", "main:refs/slipway/x");
		assertThat(push.exit()).isNotZero();
		assertThat(push.output()).contains("only branches and tags");
	}

	@Test
	void aPushThatIsTooLargeIsRefusedAndSettled() throws Exception {
		this.server.ok(".", "clone", "-q", this.server.url("dev-token", ORDERS), "work");
		byte[] noise = new byte[1_000_000];
		new java.util.Random(1).nextBytes(noise);
		Files.write(this.folder.resolve("work/noise.bin"), noise);
		this.server.ok("work", "add", ".");
		this.server.ok("work", "commit", "-q", "-m", "Noise");
		assertThat(this.server.git("work", "push", "origin", "main").exit()).isNotZero();
		assertThat(this.server.repositories.head("shop", "orders", "main")).contains(this.first);
		assertThat(this.server.journal.open()).isEmpty();
		assertThat(this.server.told).isEmpty();
	}

	@Test
	void readingNeedsATokenWhereTheSettingSaysSo(@TempDir Path other) throws Exception {
		try (GitServer strict = new GitServer(other, false, DataSize.ofKilobytes(200))) {
			strict.repositories.create("shop", "orders", Map.of("a.txt", file("one", false)), "ann", "Create", "key");
			assertThat(strict.git(".", "clone", strict.url("", ORDERS), "none").exit()).isNotZero();
			assertThat(strict.git(".", "clone", strict.url("other-token", ORDERS), "none").exit()).isNotZero();
			strict.ok(".", "clone", "-q", strict.url("viewer-token", ORDERS), "work");
			assertThat(other.resolve("work/a.txt")).hasContent("one");
		}
	}

	@Test
	void aCallerBehindAProxyIsNotOnThisMachine() throws Exception {
		assertThat(status("/git/shop/orders.git/info/refs?service=git-upload-pack", "X-Forwarded-For", "10.0.0.1"))
			.isEqualTo(401);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/git/shop/none.git/info/refs?service=git-upload-pack", "/git/shop/orders/info/refs",
			"/git/..%2fshop/orders.git/HEAD", "/git/shop/%2e%2e.git/HEAD", "/git/", "/git/shop.git/HEAD" })
	void whatIsNoRepositoryIsNotFound(String path) throws Exception {
		assertThat(status(path, "Accept", "*/*")).isBetween(400, 404);
	}

	@Test
	void filesOfARepositoryAreNotServedAsTheyAre() throws Exception {
		assertThat(status(ORDERS + "/config", "Accept", "*/*")).isBetween(400, 404);
	}

	private int status(String path, String header, String value) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.server.url("", path)))
			.header(header, value)
			.build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
	}

	private String commit(String token, String path, String text) throws Exception {
		this.server.ok(".", "clone", "-q", this.server.url(token, ORDERS), "work");
		return commitIn("work", path, text);
	}

	private String commitIn(String where, String path, String text) throws Exception {
		Files.writeString(this.folder.resolve(where).resolve(path), text, StandardCharsets.UTF_8);
		this.server.ok(where, "commit", "-q", "-a", "-m", "Change " + text);
		return this.server.ok(where, "rev-parse", "HEAD");
	}

	private static TreeFile file(String text, boolean executable) {
		return new TreeFile(text.getBytes(StandardCharsets.UTF_8), executable);
	}

}
