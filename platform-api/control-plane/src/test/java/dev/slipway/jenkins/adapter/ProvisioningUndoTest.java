package dev.slipway.jenkins.adapter;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.slipway.jenkins.JenkinsTrouble;
import dev.slipway.jenkins.MadeThings.Given;
import dev.slipway.jenkins.adapter.TranscriptServer.Answer;
import dev.slipway.pipeline.PipelineNameTaken;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Undo and renewal when things go wrong half-way or others have things there. */
@NullUnmarked
class ProvisioningUndoTest {

	private static final String JOB = "/job/shop/job/orders";

	private static final String STORE = "/credentials/store/folder/domain/_/";

	private static final String THEIRS = "<flow-definition><description>by hand</description></flow-definition>";

	private static final String PLAIN = "workflow-job workflow-cps cloudbees-folder git credentials";

	private final JenkinsDouble jenkins = new JenkinsDouble();

	private final ProvisioningLab lab = ProvisioningLab.on(this.jenkins);

	@AfterEach
	void stop() {
		this.jenkins.close();
	}

	@Test
	void aTokenThatJenkinsDidNotTakeIsGivenAgainAndThenRevoked() {
		this.lab.provisioning.ensure("shop", "orders");
		Given first = this.lab.made.tokens("orders").get(0);
		String had = this.jenkins.credentials.get(JOB + " slipway-token");
		this.lab.now = this.lab.now.plus(Duration.ofDays(61));
		AtomicInteger refused = new AtomicInteger(1);
		this.jenkins.server.on("POST", JOB + STORE + "createCredentials", (asked) -> {
			boolean refuse = asked.body().contains("slipway-token") && refused.getAndDecrement() > 0;
			return Answer.of(refuse ? 500 : 409, "").with("X-Jenkins", "2.528.1");
		});
		try (Keeper keeper = keeper()) {
			assertThat(keeper.renewTokens()).containsExactly("orders");
			assertThat(this.jenkins.credentials).containsEntry(JOB + " slipway-token", had);
			Given lost = this.lab.made.tokens("orders").get(0);
			assertThat(this.lab.valid).containsKeys(first.id(), lost.id());
			this.lab.now = this.lab.now.plus(Duration.ofMinutes(10));
			assertThat(keeper.renewTokens()).isEmpty();
			assertThat(this.jenkins.credentials.get(JOB + " slipway-token")).isNotEqualTo(had);
			assertThat(this.lab.valid).hasSize(2).containsKey(first.id()).doesNotContainKey(lost.id());
			int asked = this.jenkins.server.asked().size();
			keeper.renewTokens();
			assertThat(this.jenkins.server.asked()).hasSize(asked);
		}
	}

	@Test
	void aTokenThatNeverArrivedIsDue() {
		this.jenkins.server.on("POST", JOB + STORE + "createCredentials", Answer.of(500, "").with("X-Jenkins", "2"));
		assertThatThrownBy(() -> this.lab.provisioning.ensure("shop", "orders")).isInstanceOf(JenkinsTrouble.class);
		assertThat(this.lab.serviceTokens.dueForRenewal()).hasSize(1);
	}

	@Test
	void whatWasMadeThoughTheAnswerWasLostIsUndone() {
		for (String parent : new String[] { "", "/job/shop" }) {
			try (JenkinsDouble other = new JenkinsDouble()) {
				ProvisioningLab again = ProvisioningLab.on(other);
				String name = parent.isEmpty() ? "shop" : "orders";
				other.server.on("POST", parent + "/createItem?name=" + name, (asked) -> {
					other.items.putIfAbsent(parent + "/job/" + name, asked.body());
					return Answer.of(500, "").with("X-Jenkins", "2.528.1");
				});
				assertThatThrownBy(() -> again.provisioning.ensure("shop", "orders"))
					.isInstanceOf(JenkinsTrouble.class);
				assertThat(other.items).containsKey(parent + "/job/" + name);
				again.provisioning.remove("shop", "orders");
				assertThat(other.items).isEmpty();
			}
		}
	}

	@Test
	void aPipelineThatWasNotFinishedIsFinishedByTheKeeper() {
		this.lab.builds.addPipeline("shop", "orders");
		this.jenkins.server.failAfter(6, TranscriptServer.Fault.FAILED);
		try (Keeper keeper = keeper()) {
			assertThat(keeper.makeMissing()).containsExactly("orders");
			assertThat(keeper.makeMissing()).isEmpty();
		}
		assertThat(this.lab.provisioning.inspect("shop", "orders").differences()).isEmpty();
	}

	@Test
	void aFolderThatOthersMadeMeanwhileIsNotTakenForOurs() {
		this.jenkins.server.on("POST", "/createItem?name=shop", (asked) -> {
			this.jenkins.items.put("/job/shop", "<com.cloudbees.hudson.plugins.folder.Folder/>");
			return Answer.of(400, "").with("X-Error", "A job already exists with the name  shop ");
		});
		this.lab.provisioning.ensure("shop", "orders");
		assertThat(this.lab.made.find("/job/shop")).isEmpty();
		this.lab.provisioning.remove("shop", "orders");
		assertThat(this.jenkins.items.keySet()).containsExactly("/job/shop");
	}

	@Test
	void othersJobsInAServicesFolderStay() {
		this.jenkins.plugins = PLAIN;
		this.lab.provisioning.ensure("shop", "orders");
		this.jenkins.items.put(JOB + "/job/nightly", THEIRS);
		this.lab.provisioning.remove("shop", "orders");
		assertThat(this.jenkins.items.keySet()).containsExactly("/job/shop", JOB, JOB + "/job/nightly");
		assertThat(this.lab.valid).isEmpty();
	}

	@Test
	void othersCredentialsInAServicesFolderStay() {
		this.jenkins.plugins = PLAIN;
		this.lab.provisioning.ensure("shop", "orders");
		this.jenkins.credentials.put(JOB + " theirs", "<x/>");
		this.lab.provisioning.remove("shop", "orders");
		assertThat(this.jenkins.credentials).containsKey(JOB + " theirs");
	}

	@Test
	void aFolderWithCredentialsOfAnotherDomainStays() {
		this.lab.provisioning.ensure("shop", "orders");
		this.jenkins.items.computeIfPresent("/job/shop",
				(path, xml) -> xml.replaceFirst("<properties>",
						"<properties><p><domainCredentialsMap><entry><d/><java.util.concurrent.CopyOnWriteArrayList>"
								+ "<c><id>theirs</id></c></java.util.concurrent.CopyOnWriteArrayList></entry>"
								+ "</domainCredentialsMap></p>"));
		this.lab.provisioning.remove("shop", "orders");
		assertThat(this.jenkins.items.keySet()).containsExactly("/job/shop");
	}

	@Test
	void aFolderInWhichOurUserMayNotSeeAllStays() {
		this.jenkins.administrator = false;
		this.lab.provisioning.ensure("shop", "orders");
		this.lab.provisioning.remove("shop", "orders");
		assertThat(this.jenkins.items.keySet()).containsExactly("/job/shop");
		this.jenkins.administrator = true;
		this.lab.provisioning.ensure("shop", "orders");
		this.lab.provisioning.remove("shop", "orders");
		assertThat(this.jenkins.items).isEmpty();
	}

	@Test
	void whileAFolderGoesNothingIsMadeInIt() throws Exception {
		this.lab.provisioning.ensure("shop", "orders");
		CountDownLatch empty = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		this.jenkins.server.on("GET", "/script", (asked) -> {
			empty.countDown();
			await(go);
			return Answer.of(200, "").with("X-Jenkins", "2.528.1");
		});
		ExecutorService both = Executors.newFixedThreadPool(2);
		try {
			Future<?> removal = both.submit(() -> this.lab.provisioning.remove("shop", "orders"));
			assertThat(empty.await(1, TimeUnit.MINUTES)).isTrue();
			CountDownLatch begun = new CountDownLatch(1);
			Future<?> making = both.submit(() -> {
				begun.countDown();
				this.lab.provisioning.ensure("shop", "carts");
			});
			begun.await();
			go.countDown();
			removal.get(2, TimeUnit.MINUTES);
			making.get(2, TimeUnit.MINUTES);
		}
		finally {
			go.countDown();
			both.shutdownNow();
		}
		assertThat(this.jenkins.items.keySet()).containsExactly("/job/shop", "/job/shop/job/carts");
	}

	@Test
	void secretsThatJenkinsLeavesOutAreNeverSentBack() {
		this.lab.provisioning.ensure("shop", "orders");
		String redacted = this.jenkins.items.get(JOB)
			.replace("Jenkinsfile</", "other</")
			.replace("<disabled>", "<x><secret-redacted/></x><disabled>");
		this.jenkins.items.put(JOB, redacted);
		assertThatThrownBy(() -> this.lab.provisioning.restore("shop", "orders"))
			.isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("blank");
		assertThat(this.jenkins.items).containsEntry(JOB, redacted);
	}

	@Test
	void aNameThatOthersHaveIsSaidAsSuch() {
		this.jenkins.items.put("/job/shop", THEIRS);
		assertThatThrownBy(() -> this.lab.provisioning.ensure("shop", "orders")).isInstanceOf(PipelineNameTaken.class)
			.hasMessageContaining("rename");
	}

	private Keeper keeper() {
		return this.lab.keeper(2);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await(1, TimeUnit.MINUTES);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
